package dev.skep.desired;

/**
 * What a manifest does not say, and what the swarm should hold depends on all the same.
 *
 * @param way how the counter is reached
 * @param fingerprint of the controller's key, which passwords are derived from
 * @param shards how many shards hold data already
 */
public record Context(Exposure.Way way, String fingerprint, int shards) {}
