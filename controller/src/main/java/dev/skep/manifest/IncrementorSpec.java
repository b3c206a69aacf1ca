package dev.skep.manifest;

/**
 * The {@code spec} of an Incrementor.
 *
 * @param suspend true: observe and report, change nothing
 */
public record IncrementorSpec(boolean suspend, AppSpec app, RedisSpec redis) {}
