package dev.skep.redis;

/**
 * What a primary answered.
 *
 * @param copies how many others have all that it had by then
 */
public record Confirmed<T>(T value, long copies) {}
