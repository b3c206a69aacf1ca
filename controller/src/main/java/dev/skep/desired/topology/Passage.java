package dev.skep.desired.topology;

import dev.skep.desired.Desired;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Topology;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedTask;
import java.util.List;
import java.util.TreeSet;

/**
 * From the mode that there is to the one that is asked for (docs/decisions/0031). What was counted in another mode stays where it
 * is until others have it: only where its Redis are there, for only then somebody can take it.
 *
 * @param next the mode that comes next
 * @param shards those that may be found again, where they are asked for; else those that stay
 * @param numbers likewise of the members of the shared count
 */
public record Passage(Topology asked, Topology next, Shards shards, Numbers numbers) {
    /**
     * In the swarm as it is.
     *
     * @param written how the asked one is to be written
     */
    public static Passage of(String manifest, Topology asked, Persistence written, Observed observed) {
        var redis = observed.servicesOf(manifest, "redis").toList();
        var shared = redis.stream()
                .filter(s -> s.label(Labels.GROUP).equals(Group.SHARED))
                .filter(s -> !Data.retired(s.name(), observed))
                .count();
        var all = Data.shards(manifest, observed);
        var numbers = Data.numbers(manifest, observed);
        var stay = redis.stream().anyMatch(s -> Group.shard(s.label(Labels.GROUP)));
        var shards = stay ? all : new Shards(all.numbers(), new TreeSet<>());
        return switch (asked) {
            case Topology.Single() -> new Passage(asked, asked, shards, numbers);
            case Topology.Sentinel _ -> {
                // One Redis that is written otherwise moves to one that is as asked for, before others copy it.
                var moves = observed.servicesOf(manifest, "sentinel").findAny().isEmpty()
                        && Data.writtenOtherwise(manifest, Words.of(written), observed);
                yield new Passage(
                        asked, shards.holding().isEmpty() && !moves ? asked : new Topology.Single(), shards, numbers);
            }
            case Topology.PerReplica() -> {
                var copied = shared > 1
                        || observed.servicesOf(manifest, "sentinel").findAny().isPresent();
                yield new Passage(
                        asked,
                        // Who moves a count from one Redis to another speaks to two, and needs no copy to confirm it.
                        copied ? new Topology.Single() : asked,
                        copied ? all : all.and(slots(manifest, observed)),
                        shared > 0 ? numbers : numbers.staying(0));
            }
        };
    }

    /**
     * Where tasks of the app are that share a count: in the same slots they will count each in a shard of its own. Where there were
     * more, Swarm has left some, not always the lowest.
     */
    private static List<Integer> slots(String manifest, Observed observed) {
        return observed.servicesOf(manifest, "app")
                .filter(app -> !Desired.sharded(app.spec()))
                .flatMap(app -> observed.tasksOf(app).stream())
                .filter(task -> task.wanted() && !task.ended())
                .map(ObservedTask::slot)
                .toList();
    }

    /** The same with other members of the shared count. */
    public Passage with(Numbers members) {
        return new Passage(asked, next, shards, members);
    }

    /** Whether the one that is asked for comes after another. */
    public boolean indirect() {
        return !next.equals(asked);
    }
}
