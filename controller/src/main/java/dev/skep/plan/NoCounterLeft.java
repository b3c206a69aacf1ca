package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import java.util.Optional;

/**
 * The line of what healthy means that is of shards, each of which is alone: no counter is left in one that nobody is to count in any
 * more. The swarm tells it, so nobody need be asked, and it is never written down. Those of a group with sentinels: {@link Health}.
 */
public final class NoCounterLeft {
    private static final String WORD = "NoCounterLeft";

    private NoCounterLeft() {}

    /** Whether tasks count in this Redis, or will; one that they have left is there until another has what was counted in it. */
    static boolean holds(DesiredService redis, Desired desired, Observed observed) {
        return Folding.leaving(desired, observed).stream()
                .noneMatch(leaver -> leaver.name().equals(redis.name()));
    }

    /** The line where it does not hold: since the app was last changed, for its tasks left with a change. */
    public static Optional<Line> failing(DesiredService redis, Desired desired, Observed observed) {
        if (holds(redis, desired, observed)) {
            return Optional.empty();
        }
        return desired.app()
                .flatMap(app -> observed.service(app.name()))
                .map(ObservedService::updatedAt)
                .map(since -> new Line(
                        WORD,
                        "no counter is left in a shard that nobody counts in",
                        since.toString(),
                        "once every task of the app is as the manifest says, and all shards answer, what it counted is"
                                + " added to "
                                + Group.shardOfSlot(desired.name(), "1") + "-1; then it goes"));
    }
}
