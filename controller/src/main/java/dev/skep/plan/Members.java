package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import java.util.Optional;

/** Copies of a count that have run stay, however few a manifest asks for. */
public final class Members {
    private static final String MEMBERS = "spec.redis.sentinel.members";

    private Members() {}

    /**
     * Why fewer are not done, said as an error in the manifest's file is; nothing else of it waits for that.
     *
     * @param desired what is done, with the copies that there are
     */
    public static Optional<Hold> objection(Manifest manifest, Desired desired) {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> Optional.empty();
            case Topology.PerReplica() -> Optional.empty();
            case Topology.Sentinel asked ->
                desired.watched()
                        .map(watched -> watched.members().size())
                        .filter(there -> there > asked.members())
                        .map(there -> hold(manifest, asked.members(), there));
        };
    }

    private static Hold hold(Manifest manifest, int asked, int there) {
        var at = manifest.whereIs(MEMBERS).orElse(manifest.at());
        return new Hold(
                "FewerMembers",
                ("%s: %s: %d, but %d hold the count, and Skep takes none of them away: it may be the primary, or the only one"
                                + " that has the last answers. All go on, and nothing else of the manifest waits for this;"
                                + " write members: %d")
                        .formatted(at, MEMBERS, asked, there, there));
    }
}
