package dev.skep.manifest;

import java.time.Duration;
import java.util.Optional;

/**
 * How many Redis there are and how they hold together: {@code spec.redis.mode}.
 */
public sealed interface Topology {
    /** One Redis for all app tasks. */
    record Single() implements Topology {}

    /** A Redis, and so a counter, for each app task. */
    record PerReplica() implements Topology {}

    /**
     * One counter in several Redis, watched by sentinels.
     *
     * @param quorum how many sentinels must agree that the primary is down
     * @param downAfter for how long it must not answer before a sentinel takes it for down
     */
    record Sentinel(int members, int sentinels, int quorum, Duration downAfter) implements Topology {}

    /** The word for several Redis that hold one count. */
    String SENTINEL = "sentinel";

    /** No manifest may ask for more members of one count. */
    int MOST_MEMBERS = 9;

    /** Nor for more sentinels. */
    int MOST_SENTINELS = 9;

    /** What may be asked for, and has a price that is easily overlooked; for people. */
    default Optional<String> caution() {
        return switch (this) {
            case Single() -> Optional.empty();
            case PerReplica() -> Optional.empty();
            case Sentinel s ->
                s.quorum() < s.sentinels()
                        ? Optional.empty()
                        : Optional.of(
                                "spec.redis.sentinel.quorum is %d, as many as there are sentinels: once one is lost nobody fails over"
                                        .formatted(s.quorum()));
        };
    }

    /** As in the manifest. */
    default String word() {
        return switch (this) {
            case Single() -> "single";
            case PerReplica() -> "per-replica";
            case Sentinel _ -> SENTINEL;
        };
    }
}
