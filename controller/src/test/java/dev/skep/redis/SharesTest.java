package dev.skep.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.Run;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What is written into a real Redis for the sums, each sent again, and late. */
@Tag("redis")
@EnabledIf("dev.skep.redis.RealGroup#installed")
@Timeout(120)
final class SharesTest {
    private static final Endpoint SHARD = new Endpoint("incr-shard-1-1", "127.0.0.1", "127.0.0.1");
    private static final Run CLOSED = new Run(2, Run.State.CLOSED, "a1", "incr-redis:6379");

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
    void nothingStandsInARedisOfBefore() {
        var share = Shares.look(SHARD, jedis);
        assertEquals(Optional.empty(), share.run());
        assertEquals(Optional.empty(), share.listed());
        assertEquals(Set.of(), share.took());
    }

    @Test
    void whatCountsAlreadyIsAdmittedOnceAndKeepsItsCount() throws Exception {
        jedis.set("counter", "41");
        var first = new Run(1, Run.State.OPEN, "a1", "");
        assertEquals(first, Shares.admit(jedis, Optional.empty(), "a1"));
        assertEquals(first, Shares.admit(jedis, Optional.empty(), "a2"), "another controller, or the same once more");
        assertEquals("41", jedis.get("counter"));
        jedis.close();
        redis.killAndStart();
        jedis = redis.connect();
        assertEquals(Optional.of(first), Shares.look(SHARD, jedis).run());
    }

    @Test
    void aClosedRunIsFollowedByOneThatBeginsAtZeroOnce() {
        jedis.set("counter", "41");
        jedis.set("skep:writer:skep-run", CLOSED.text());
        assertEquals(CLOSED, Shares.admit(jedis, Optional.empty(), "a2"), "a command of before it was closed");
        assertEquals("41", jedis.get("counter"));
        var next = new Run(3, Run.State.OPEN, "a2", "");
        assertEquals(next, Shares.admit(jedis, Optional.of(CLOSED), "a2"));
        assertEquals("0", jedis.get("counter"));
        jedis.set("counter", "5");
        assertEquals(next, Shares.admit(jedis, Optional.of(CLOSED), "a3"), "sent again, late");
        assertEquals("5", jedis.get("counter"));
    }

    @Test
    void aRunIsClosedOnceAndStaysSo() {
        var open = Shares.admit(jedis, Optional.empty(), "a1");
        jedis.set("counter", "41");
        var closed = Shares.close(jedis, open, "incr-redis:6379");
        assertEquals(CLOSED, closed);
        assertEquals(CLOSED, Shares.close(jedis, open, "incr-shard-9:6379"), "another controller wants another");
        assertEquals("41", jedis.get("counter"), "its amount");
        var next = Shares.admit(jedis, Optional.of(closed), "a2");
        assertEquals(next, Shares.close(jedis, open, "incr-redis:6379"), "it comes late, and meant another run");
    }

    @Test
    void whereNothingWasAdmittedNothingIsClosed() {
        var never = new Run(1, Run.State.OPEN, "a1", "");
        assertThrows(JedisDataException.class, () -> Shares.close(jedis, never, "incr-redis:6379"));
        assertEquals(Optional.empty(), Shares.look(SHARD, jedis).run());
    }

    @Test
    void anAmountIsTakenOnceHoweverOftenItIsSent() throws Exception {
        Shares.admit(jedis, Optional.empty(), "b1");
        jedis.set("counter", "100");
        assertEquals(Set.of("a1"), Shares.take(jedis, "a1", "41", Set.of(), "b1"));
        assertEquals(Set.of("a1"), Shares.take(jedis, "a1", "41", Set.of(), "b1"));
        assertEquals("141", jedis.get("counter"));
        jedis.close();
        redis.killAndStart();
        jedis = redis.connect();
        assertEquals(Set.of("a1"), Shares.take(jedis, "a1", "41", Set.of(), "b1"));
        assertEquals("141", jedis.get("counter"));
        assertEquals(Set.of("a1"), Shares.look(SHARD, jedis).took());
    }

    @Test
    void theAmountIsThatOfTheRunThatWasClosed() {
        var open = Shares.admit(jedis, Optional.empty(), "a1");
        assertThrows(JedisDataException.class, () -> Shares.amount(jedis, CLOSED), "it still counts");
        jedis.set("counter", "41");
        var closed = Shares.close(jedis, open, "incr-redis:6379");
        assertEquals(new Shares.Amount("41", Set.of()), Shares.amount(jedis, closed));
        Shares.admit(jedis, Optional.of(closed), "a2");
        assertThrows(JedisDataException.class, () -> Shares.amount(jedis, closed), "it counts anew");
        var again = Shares.close(jedis, Shares.look(SHARD, jedis).run().orElseThrow(), "incr-redis:6379");
        jedis.del("counter");
        assertEquals("0", Shares.amount(jedis, again).count(), "nobody ever counted there");
    }

    @Test
    void aRunDoesNotTakeItself() {
        Shares.admit(jedis, Optional.empty(), "b1");
        jedis.set("counter", "41");
        assertThrows(JedisDataException.class, () -> Shares.take(jedis, "b1", "41", Set.of(), "b1"));
        assertEquals("41", jedis.get("counter"));
        assertEquals(Set.of(), Shares.look(SHARD, jedis).took());
    }

    /** Who reads all three must not add what the first had before it was taken by the second. */
    @Test
    void whatATakenCounterTookIsKnownHereAsWell() {
        Shares.admit(jedis, Optional.empty(), "c1");
        assertEquals(Set.of("b1", "a1", "a2"), Shares.take(jedis, "b1", "41", Set.of("a1", "a2"), "c1"));
        assertEquals(Set.of("b1", "a1", "a2"), Shares.take(jedis, "a2", "7", Set.of(), "c1"), "it is in it already");
        assertEquals("41", jedis.get("counter"));
    }

    @Test
    void whoIsClosedOrAnotherRunTakesNothingButStillSaysWhatItTook() {
        var open = Shares.admit(jedis, Optional.empty(), "b1");
        Shares.take(jedis, "a1", "41", Set.of(), "b1");
        var closed = Shares.close(jedis, open, "incr-redis:6379");
        assertThrows(JedisDataException.class, () -> Shares.take(jedis, "a2", "1", Set.of(), "b1"));
        assertEquals(Set.of("a1"), Shares.take(jedis, "a1", "41", Set.of(), "b1"));
        Shares.admit(jedis, Optional.of(closed), "b2");
        assertThrows(JedisDataException.class, () -> Shares.take(jedis, "a2", "1", Set.of(), "b1"), "it comes late");
        assertEquals("0", jedis.get("counter"));
    }

    @Test
    void whatIsNoNumberOrTooMuchIsNotTaken() {
        Shares.admit(jedis, Optional.empty(), "b1");
        assertThrows(JedisDataException.class, () -> Shares.take(jedis, "a1", "many", Set.of(), "b1"));
        jedis.set("counter", Long.toString(Long.MAX_VALUE));
        assertThrows(JedisDataException.class, () -> Shares.take(jedis, "a1", "1", Set.of(), "b1"));
        assertEquals(Set.of(), Shares.look(SHARD, jedis).took());
        assertEquals(Long.toString(Long.MAX_VALUE), jedis.get("counter"));
    }

    @Test
    void anOlderListNeverReplacesANewerOne() {
        var one = listed(1, Map.of("incr-shard-1:6379", "a1"));
        var two = listed(2, Map.of("incr-shard-1:6379", "a1", "incr-shard-2:6379", "a2"));
        assertEquals(one, Shares.list(jedis, one));
        assertEquals(two, Shares.list(jedis, two));
        assertEquals(two, Shares.list(jedis, two));
        assertEquals(two, Shares.list(jedis, one), "it comes late");
        assertEquals(two, Shares.list(jedis, listed(2, Map.of("incr-shard-1:6379", "a9"))), "of another controller");
        assertEquals(Optional.of(two), Shares.look(SHARD, jedis).listed());
        assertEquals(10, Shares.list(jedis, listed(10, one.births())).number(), "numbers, and no texts");
    }

    @Test
    void noneOfItIsInABackupNorPartOfWhatWritersAreRemembered() {
        jedis.set("counter", "7");
        Shares.admit(jedis, Optional.empty(), "a1");
        Shares.list(jedis, listed(3, Map.of("incr-shard-1:6379", "a1")));
        assertEquals(Map.of("skep-look", "0:0"), Counting.holding(jedis).writers());
        assertEquals(1 + 3, Batches.sum(jedis), "who has it knows more");
    }

    @Test
    void whatSkepDoesNotWriteIsNotGuessed() {
        jedis.set("skep:writer:skep-run", "1:open");
        assertThrows(IllegalArgumentException.class, () -> Shares.look(SHARD, jedis));
    }

    private static Listed listed(long number, Map<String, String> births) {
        return new Listed(number, new TreeMap<>(births));
    }
}
