package dev.skep.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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

    /** Of what these counters hold, without what Skep remembers of its own doings. */
    public static Backup of(
            String manifest, Counters counters, long generation, Instant taken, Map<String, Holding> holdings) {
        var shards = counters.groups().stream()
                .map(group -> new Shard(group, holdings.get(group).remembering(w -> !w.startsWith(OWN))))
                .toList();
        return new Backup(manifest, counters.mode(), generation, taken, shards);
    }

    /** The same counts, and nothing of who counted. */
    Backup withoutWriters() {
        return new Backup(
                manifest,
                mode,
                generation,
                taken,
                shards.stream()
                        .map(s -> new Shard(s.group(), s.holding().remembering(_ -> false)))
                        .toList());
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
