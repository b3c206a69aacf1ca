package dev.skep.desired;

/**
 * The volume of a Redis.
 *
 * @param persistence what is written there, as the manifest says it: Redis does not read what it wrote in another way
 */
public record Volume(String name, String persistence) {}
