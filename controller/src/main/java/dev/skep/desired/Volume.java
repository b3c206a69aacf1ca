package dev.skep.desired;

import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Topology;
import dev.skep.manifest.Words;

/**
 * The volume of a Redis.
 *
 * @param written what is written there, and by what: {@code aof}, or {@code aof-sentinel} where it is one of several copies
 */
public record Volume(String name, String written) {
    private static final String COPY = "-sentinel";

    /** What a topology writes to its volumes. */
    static String written(Persistence persistence, Topology topology) {
        return switch (topology) {
            case Topology.Single() -> Words.of(persistence);
            case Topology.PerReplica() -> Words.of(persistence);
            case Topology.Sentinel _ -> Words.of(persistence) + COPY;
        };
    }

    /** As the manifest says it: Redis does not read what it wrote in another way. */
    public static String persistence(String written) {
        return written.endsWith(COPY) ? written.substring(0, written.length() - COPY.length()) : written;
    }

    /** Whether it is one of several copies: alone it may lack what the others have. */
    public static boolean copy(String written) {
        return written.endsWith(COPY);
    }
}
