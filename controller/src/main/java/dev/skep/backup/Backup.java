package dev.skep.backup;

import java.time.Instant;
import java.util.List;

/**
 * All that a manifest counted, as of a moment, or of one moment for each of its counters.
 *
 * @param mode as in the manifest: {@code per-replica}
 * @param generation of the manifest; 0: none is known
 * @param taken when the first of its counters was read
 */
public record Backup(String manifest, String mode, long generation, Instant taken, List<Shard> shards) {
    /** What ids of writers begin with that are Skep's own: what it remembers of its own doings is no part of the count. */
    public static final String OWN = "skep-";

    /**
     * One counter.
     *
     * @param group {@code redis}, or {@code shard-3}
     */
    public record Shard(String group, Holding holding) {}

    public Backup {
        shards = List.copyOf(shards);
    }

    /**
     * What a reader of all counters would have read.
     *
     * @throws ArithmeticException where it is more than a count can be
     */
    public long sum() {
        return shards.stream().mapToLong(s -> s.holding().count()).reduce(0, Math::addExact);
    }
}
