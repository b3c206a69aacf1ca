package dev.skep.manifest;

/**
 * How many Redis there are and how they hold together: {@code spec.redis.mode}.
 *
 * <p>The manifest's other modes join when the controller can keep them; until then the reader refuses them at their line.
 */
public sealed interface Topology {
    /** One Redis for all app tasks. */
    record Single() implements Topology {}
}
