package dev.skep.manifest;

/** Where the count is kept: {@code spec.redis}. */
public record RedisSpec(ImageRef image, Persistence persistence, Topology topology) {
    /** What Redis writes to its disk. */
    public enum Persistence {
        NONE,
        RDB,
        AOF
    }
}
