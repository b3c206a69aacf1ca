package dev.skep.desired.topology;

import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The groups of a manifest. */
public final class Groups {
    private Groups() {}

    /** The one group of a count that sentinels watch, with so many members. */
    public static Group watched(Manifest manifest, Numbers numbers, int members) {
        return Group.shared(manifest.name(), numbers.take(members));
    }

    /**
     * What of another mode is there and stays until others have what it counted (docs/decisions/0031).
     *
     * @param shards those that there are
     * @param numbers of the members of a shared group
     */
    public static List<Group> staying(Manifest manifest, Shards shards, Numbers numbers) {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() ->
                shards.holding().stream()
                        .map(slot -> shards.group(manifest.name(), slot))
                        .toList();
            case Topology.Sentinel _ -> List.of();
            case Topology.PerReplica() ->
                numbers.stay() > 0 ? List.of(Group.shared(manifest.name(), numbers.take(1))) : List.of();
        };
    }

    /**
     * One group for all app tasks, or one for each.
     *
     * @param shards those that were made before: one that counts no more still holds what it counted
     * @param numbers of the members that a shared group has already
     */
    public static List<Group> of(Manifest manifest, Shards shards, Numbers numbers) {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> List.of(Group.shared(manifest.name(), numbers.take(1)));
            case Topology.Sentinel sentinel -> List.of(watched(manifest, numbers, sentinel.members()));
            case Topology.PerReplica() ->
                Stream.concat(
                                IntStream.rangeClosed(1, manifest.spec().app().replicas())
                                        .boxed(),
                                shards.holding().stream())
                        .distinct()
                        .sorted()
                        .map(slot -> shards.group(manifest.name(), slot))
                        .toList();
        };
    }
}
