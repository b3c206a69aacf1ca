package dev.skep.backup;

import dev.skep.backup.Backup.Shard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Backups for tests. */
public final class Backups {
    private static final Instant TAKEN = Instant.parse("2026-11-27T20:10:00.123456789Z");

    private Backups() {}

    /** Of one counter, by one writer. */
    public static Backup single(String manifest, long count) {
        return new Backup(
                manifest,
                "single",
                3,
                TAKEN,
                List.of(new Shard("redis", new Holding(count, Map.of("w", "7:" + count)))));
    }

    /** Of so many counters. */
    public static Backup perReplica(String manifest, long... counts) {
        var shards = IntStream.range(0, counts.length)
                .mapToObj(i ->
                        new Shard("shard-" + (i + 1), new Holding(counts[i], Map.of("w" + (i + 1), "1:" + counts[i]))))
                .toList();
        return new Backup(manifest, "per-replica", 3, TAKEN, shards);
    }

    /** Any. */
    static Backup random(RandomGenerator random) {
        var shards = IntStream.rangeClosed(1, random.nextInt(1, 12))
                .mapToObj(n -> new Shard("shard-" + n, holding(random)))
                .toList();
        return new Backup(
                "incr-" + random.nextInt(),
                "per-replica",
                random.nextInt(1_000),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)),
                shards);
    }

    private static Holding holding(RandomGenerator random) {
        var writers = new TreeMap<String, String>();
        for (int i = random.nextInt(5); i > 0; i--) {
            var id = new UUID(random.nextLong(), random.nextLong()).toString();
            writers.put(id, random.nextLong(1_000_000) + ":" + random.nextLong(1_000_000_000));
        }
        return new Holding(random.nextLong(-10, 1L << 58), writers);
    }
}
