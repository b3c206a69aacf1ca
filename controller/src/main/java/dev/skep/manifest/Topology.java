package dev.skep.manifest;

/**
 * How many Redis there are and how they hold together: {@code spec.redis.mode}.
 *
 * <p>The manifest's other mode joins when the controller can keep it; until then the reader refuses it at its line.
 */
public sealed interface Topology {
    /** One Redis for all app tasks. */
    record Single() implements Topology {}

    /** A Redis, and so a counter, for each app task. */
    record PerReplica() implements Topology {}

    /** As in the manifest. */
    default String word() {
        return switch (this) {
            case Single() -> "single";
            case PerReplica() -> "per-replica";
        };
    }
}
