package dev.skep.desired.topology;

import java.time.Duration;
import java.util.List;

/**
 * A group that sentinels watch, as it should be.
 *
 * @param name by which the sentinels know it
 * @param members the services of its members
 * @param sentinels the services of its sentinels
 * @param quorum how many sentinels must agree that the primary is down
 * @param downAfter for how long it must not answer before a sentinel takes it for down
 */
public record Watched(String name, List<String> members, List<String> sentinels, int quorum, Duration downAfter)
        implements Kept {
    /** By which the app is told how many replicas the primary has when all is well. */
    public static final String REPLICAS = "REDIS_REPLICAS";

    /** More than there can be: sentinels that want so many agree on nothing, and only tell who the primary is. */
    public static final int NEVER = 1000;

    /** The same, watched by sentinels that elect nobody. */
    public Watched electingNobody() {
        return new Watched(name, members, sentinels, NEVER, downAfter);
    }

    /** More than half of the sentinels: what is agreed by so many, the others cannot contradict. */
    public int majority() {
        return sentinels.size() / 2 + 1;
    }

    /** So many members hold, together, all that was ever answered: each answer waited for a second copy. */
    public int enough() {
        return Math.max(1, members.size() - 1);
    }

    /** So many members may have lost what they held, and the others still have all that was ever answered. */
    public int expendable() {
        return members.size() - enough();
    }
}
