package dev.skep.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Holding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A count is read and replaced in one step on a real Redis, while writers count with the app's own script. */
@Tag("redis")
@EnabledIf("dev.skep.redis.RealGroup#installed")
@Timeout(120)
final class CountingTest {
    /** The app's; its own tests know it. */
    private static final Path APPLY =
            Path.of("../incrementor/src/main/resources/dev/skep/incrementor/redis/apply-batch.lua");

    private static final String HOUR = "3600000";
    private static final int WRITERS = 4;
    private static final int LOOKS = 300;

    @TempDir
    private Path folder;

    private RealRedis redis;
    private Jedis jedis;

    @BeforeEach
    void start() throws Exception {
        redis = RealRedis.start(folder);
        jedis = redis.connect();
    }

    @AfterEach
    void stop() {
        jedis.close();
        redis.close();
    }

    @Test
    void anEmptyRedisHoldsNothing() {
        assertEquals(Map.of("skep-look", "0:0"), Counting.holding(jedis).writers());
        assertEquals(0, Counting.holding(jedis).count());
    }

    /** The value of the last batch of all is the count, at each moment and at no moment in between. */
    @Test
    void whatIsReadIsOfOneMomentWhileWritersCount() throws Exception {
        var end = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counting = new ArrayList<Future<Long>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                counting.add(threads.submit(countUntil(end, "w" + writer)));
            }
            long last = 0;
            for (int look = 0; look < LOOKS || last == 0; look++) {
                var holding = Counting.holding(jedis);
                assertEquals(newest(holding), holding.count());
                assertTrue(holding.count() >= last, "it falls");
                last = holding.count();
            }
            end.set(true);
            long sum = 0;
            for (var counted : counting) {
                sum += counted.get();
            }
            assertEquals(sum, Counting.holding(jedis).count());
        }
    }

    private static long newest(Holding holding) {
        return holding.writers().values().stream()
                .mapToLong(batch -> Long.parseLong(batch.substring(batch.indexOf(':') + 1)))
                .max()
                .orElse(0);
    }

    private Callable<Long> countUntil(AtomicBoolean end, String writer) {
        return () -> {
            try (var own = redis.connect()) {
                long batches = 0;
                do {
                    apply(own, writer, ++batches, "1");
                } while (!end.get());
                return batches;
            }
        };
    }

    @Test
    void aRestoreHappensOnceHoweverOftenItIsSent() throws Exception {
        apply(jedis, "w", 1, "50");
        var backup = Counting.holding(jedis);
        apply(jedis, "w", 2, "7");
        assertEquals(57, Counting.restore(jedis, "skep-a", backup));
        assertEquals("51", apply(jedis, "w", 3, "1"));
        assertEquals(57, Counting.restore(jedis, "skep-a", backup), "the same once more");
        assertEquals(51, Counting.holding(jedis).count());
        assertEquals(51, Counting.restore(jedis, "skep-b", backup), "another one");
        assertEquals(50, Counting.holding(jedis).count());
    }

    /** A batch of which the answer was lost, and that was given up by a restore, is not counted again. */
    @Test
    void aWriterNeverGoesBack() throws Exception {
        apply(jedis, "w", 1, "50");
        var backup = Counting.holding(jedis);
        apply(jedis, "w", 2, "7");
        Counting.restore(jedis, "skep-a", backup);
        assertEquals("57", apply(jedis, "w", 2, "7"), "its own answer, of before the restore");
        assertEquals(50, Counting.holding(jedis).count());
        var stuck = assertThrows(JedisDataException.class, () -> apply(jedis, "w", 1, "50"));
        assertTrue(stuck.getMessage().contains("SKEPSTALE"), stuck.getMessage());
        assertEquals("51", apply(jedis, "w", 3, "1"));
    }

    /** Redis was lost with its disk; the app lives, and sends a batch again that is in the backup. */
    @Test
    void whatIsInTheBackupIsNotCountedAgainOnANewRedis() throws Exception {
        apply(jedis, "w", 1, "50");
        apply(jedis, "other", 4, "1");
        var backup = Counting.holding(jedis);
        jedis.flushAll();
        Counting.restore(jedis, "skep-a", backup);
        assertEquals("50", apply(jedis, "w", 1, "50"));
        assertEquals("53", apply(jedis, "w", 2, "2"));
        assertEquals("54", apply(jedis, "other", 5, "1"));
    }

    @Test
    void whoHasTheRestoreKnowsMoreThanWhoHasNot() throws Exception {
        apply(jedis, "w", 1, "50");
        var backup = Counting.holding(jedis);
        long before = Batches.sum(jedis);
        Counting.restore(jedis, "skep-a", backup);
        assertTrue(Batches.sum(jedis) > before);
    }

    @Test
    void whatSkepRemembersIsForgottenAfterAnHour() throws Exception {
        apply(jedis, "w", 1, "50");
        Counting.restore(jedis, "skep-a", Counting.holding(jedis));
        for (var key : jedis.keys("skep:writer:*")) {
            assertTrue(jedis.pttl(key) > 0 && jedis.pttl(key) <= Long.parseLong(HOUR), key);
        }
    }

    @Test
    void aCounterThatHoldsNoNumberIsNotReadAndCanBeRestored() throws Exception {
        apply(jedis, "w", 1, "50");
        var backup = Counting.holding(jedis);
        jedis.set("counter", "many");
        assertThrows(NumberFormatException.class, () -> Counting.holding(jedis));
        assertEquals(0, Counting.restore(jedis, "skep-a", backup));
        assertEquals("51", apply(jedis, "w", 2, "1"));
    }

    @Test
    void aReplicaIsNeitherReadNorRestored() throws Exception {
        var holding = Counting.holding(jedis);
        jedis.replicaof("127.0.0.1", 1);
        assertTrue(assertThrows(JedisDataException.class, () -> Counting.holding(jedis))
                .getMessage()
                .contains("READONLY"));
        assertTrue(assertThrows(JedisDataException.class, () -> Counting.restore(jedis, "skep-a", holding))
                .getMessage()
                .contains("READONLY"));
    }

    /** Both are transactions in the append-only file: half of one is none. */
    @Test
    void aRestoreOutlivesAKill() throws Exception {
        apply(jedis, "w", 1, "50");
        var backup = Counting.holding(jedis);
        apply(jedis, "w", 2, "7");
        Counting.restore(jedis, "skep-a", backup);
        apply(jedis, "w", 3, "1");
        redis.killAndStart();
        try (var again = redis.connect()) {
            assertEquals(51, Counting.holding(again).count());
            assertEquals(57, Counting.restore(again, "skep-a", backup), "it is known to have been done");
            assertEquals("52", apply(again, "w", 4, "1"));
        }
    }

    private static String apply(Jedis jedis, String writer, long sequence, String what) throws IOException {
        var answer = jedis.eval(
                Files.readString(APPLY),
                List.of("counter", "skep:writer:" + writer, "skep:writer:skep-run"),
                List.of(Long.toString(sequence), what, HOUR));
        return (String) ((List<?>) answer).getFirst();
    }
}
