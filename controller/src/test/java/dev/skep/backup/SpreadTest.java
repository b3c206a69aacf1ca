package dev.skep.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a backup goes: the sum is the same, whatever counters there are. */
final class SpreadTest {
    private static final int MANY = 200;

    @Test
    void eachCounterGetsWhatItHad() {
        assertEquals(
                Map.of(
                        "shard-1", new Holding(12, Map.of("w1", "1:12")),
                        "shard-2", new Holding(30, Map.of("w2", "1:30"))),
                Spread.of(Backups.perReplica("incr", 12, 30), List.of("shard-1", "shard-2")));
        assertEquals(
                Map.of("redis", new Holding(42, Map.of("w", "7:42"))),
                Spread.of(Backups.single("incr", 42), List.of("redis")));
    }

    @Test
    void whatHasNoCounterAnyMoreGoesToTheFirst() {
        assertEquals(
                Map.of(
                        "shard-1", new Holding(17, Map.of("w1", "1:12")),
                        "shard-2", new Holding(30, Map.of("w2", "1:30"))),
                Spread.of(Backups.perReplica("incr", 12, 30, 4, 1), List.of("shard-1", "shard-2")));
    }

    @Test
    void aCounterThatIsNewBeginsAtNought() {
        assertEquals(
                new Holding(0, Map.of()),
                Spread.of(Backups.perReplica("incr", 12), List.of("shard-1", "shard-2"))
                        .get("shard-2"));
    }

    @Test
    void anotherModeGetsTheSumAndNothingOfTheWriters() {
        assertEquals(
                Map.of("redis", new Holding(42, Map.of())),
                Spread.of(Backups.perReplica("incr", 12, 30), List.of("redis")));
        assertEquals(
                Map.of("shard-1", new Holding(42, Map.of()), "shard-2", new Holding(0, Map.of())),
                Spread.of(Backups.single("incr", 42), List.of("shard-1", "shard-2")));
    }

    @Test
    void theSumIsTheSameInAnyCase() {
        var random = new Random(3);
        for (int i = 0; i < MANY; i++) {
            var backup = Backups.random(random);
            var groups = IntStream.rangeClosed(1, random.nextInt(1, 15))
                    .mapToObj(n -> "shard-" + n)
                    .toList();
            var to = Spread.of(backup, groups);
            assertEquals(groups, List.copyOf(to.keySet()));
            assertEquals(
                    backup.sum(), to.values().stream().mapToLong(Holding::count).sum());
        }
    }
}
