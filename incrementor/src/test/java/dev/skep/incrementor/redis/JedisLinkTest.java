package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.Reading;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.counter.RedisLink.Answer;
import dev.skep.incrementor.counter.RedisLink.Change;
import dev.skep.incrementor.counter.RedisLinkContract;
import dev.skep.incrementor.settings.HostPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

@RequiresRedis
final class JedisLinkTest extends RedisLinkContract {
    private static final long BEYOND_DOUBLES = (1L << 53) + 1;

    @TempDir
    private Path folder;

    private RedisServer server;
    private Jedis admin;

    @BeforeEach
    void start() throws Exception {
        server = new RedisServer(folder).start();
        admin = new Jedis("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @Override
    protected RedisLink connect() throws RedisFailure {
        return connectorTo(server.port()).connect();
    }

    private static JedisConnector connectorTo(int port) {
        return new JedisConnector(List.of(new HostPort("127.0.0.1", port)), RedisServer.NO_LOGIN);
    }

    @Test
    void numbersAreExactBeyondWhatALuaNumberHolds() throws Exception {
        admin.set("counter", Long.toString(BEYOND_DOUBLES));
        try (var link = connect()) {
            assertEquals(new Answer(BEYOND_DOUBLES + 2, false), link.apply("w", 1, new Change.Add(2)));
            assertEquals(new Answer(BEYOND_DOUBLES + 2, true), link.apply("w", 1, new Change.Add(2)));
        }
    }

    @Test
    void anOverflowChangesNothing() throws Exception {
        admin.set("counter", Long.toString(Long.MAX_VALUE));
        try (var link = connect()) {
            var failure = assertFails(Kind.UNUSABLE, () -> link.apply("w", 1, new Change.Add(1)));
            assertTrue(failure.getMessage().endsWith("increment or decrement would overflow"), failure.getMessage());
            assertEquals(Long.MAX_VALUE, link.read("w"));
        }
    }

    @Test
    void whatIsNoNumberIsRefusedUntilAReset() throws Exception {
        admin.set("counter", "many");
        try (var link = connect()) {
            var failure = assertFails(Kind.UNUSABLE, () -> link.apply("w", 1, new Change.Add(1)));
            assertTrue(failure.getMessage().endsWith("value is not an integer or out of range"), failure.getMessage());
            assertFails(Kind.UNUSABLE, () -> link.read("w"));
            assertEquals(new Answer(0, false), link.apply("w", 2, new Change.Reset()));
        }
    }

    @Test
    void aListInTheCountersPlaceIsRefusedUntilAReset() throws Exception {
        admin.lpush("counter", "1");
        try (var link = connect()) {
            assertFails(Kind.UNUSABLE, () -> link.apply("w", 1, new Change.Add(1)));
            assertFails(Kind.UNUSABLE, () -> link.read("w"));
            assertEquals(new Answer(0, false), link.apply("w", 2, new Change.Reset()));
        }
    }

    @Test
    void whereNobodyCountsAnyMoreWhatWasCountedIsAnsweredStill() throws Exception {
        try (var link = connect()) {
            link.apply("w", 4, new Change.Add(3));
            admin.set("skep:writer:skep-run", "2:closed:00ab:incr-redis:6379");
            var failure = assertFails(Kind.UNWRITABLE, () -> link.apply("w", 5, new Change.Add(1)));
            assertTrue(failure.getMessage().contains("SKEPCLOSED"), failure.getMessage());
            assertFails(Kind.UNWRITABLE, () -> link.apply("w", 5, new Change.Reset()));
            assertFails(Kind.UNWRITABLE, () -> link.probe("w"));
            assertEquals(new Answer(3, true), link.apply("w", 4, new Change.Add(3)));
            assertFails(Kind.UNUSABLE, () -> link.apply("w", 3, new Change.Add(1)));
            assertEquals(3, link.read("w"));
            assertEquals(OptionalLong.of(3), link.survey("w").count());

            admin.set("skep:writer:skep-run", "3:open:00ac");
            link.probe("w");
            assertEquals(new Answer(4, false), link.apply("w", 5, new Change.Add(1)));
        }
    }

    @Test
    void aSurveyTellsWhatSkepWroteThere() throws Exception {
        try (var link = connect()) {
            admin.set("skep:writer:skep-run", "1:open:00ab");
            admin.set(
                    "skep:writer:skep-list",
                    "7:incr-shard-1:6379,00ab incr-redis:6379,00ac,2,incr-redis,incr-sentinel-1:26379");
            admin.set("skep:writer:skep-took", "2:00a1 00a2");
            assertEquals(
                    new Reading(
                            OptionalLong.of(0),
                            Optional.of("00ab"),
                            Map.of("incr-shard-1:6379", "00ab", "incr-redis:6379", "00ac"),
                            Set.of("00a1", "00a2")),
                    link.survey("w"));
            admin.set("counter", "many");
            assertEquals(OptionalLong.empty(), link.survey("w").count());
            admin.del("counter");
            admin.lpush("counter", "1");
            assertEquals(OptionalLong.empty(), link.survey("w").count());
            admin.set("skep:writer:skep-run", "open");
            assertFails(Kind.UNUSABLE, () -> link.survey("w"));
            admin.replicaof("127.0.0.1", 1);
            assertFails(Kind.UNWRITABLE, () -> link.survey("w"));
        }
    }

    @Test
    void whoHasBecomeAReplicaTakesNoWritesAndTellsNoNumber() throws Exception {
        try (var link = connect()) {
            link.apply("w", 1, new Change.Add(1));
            admin.replicaof("127.0.0.1", 1);
            assertFails(Kind.UNWRITABLE, () -> link.probe("w"));
            assertFails(Kind.UNWRITABLE, () -> link.apply("w", 2, new Change.Add(1)));
            var failure = assertFails(Kind.UNWRITABLE, () -> link.read("w"));
            assertTrue(failure.getMessage().endsWith("has become a replica of 127.0.0.1:1"), failure.getMessage());
        }
    }

    @Test
    void aReplicaLeadsToItsPrimary() throws Exception {
        try (var replica = replicaOf(server.port(), "replica");
                var link = connectorTo(replica.port()).connect()) {
            assertEquals(new Answer(1, false), link.apply("w", 1, new Change.Add(1)));
            assertEquals("1", admin.get("counter"));
        }
    }

    @Test
    void aReplicaWhosePrimaryIsDeadNamesIt() throws Exception {
        try (var replica = replicaOf(1, "replica")) {
            var failure = assertFails(
                    Kind.UNREACHABLE, () -> connectorTo(replica.port()).connect());
            var message = failure.getMessage();
            assertTrue(message.startsWith("Redis at 127.0.0.1:1, the primary of 127.0.0.1:" + replica.port()), message);
        }
    }

    @Test
    void replicasThatFollowEachOtherLeadNowhere() throws Exception {
        try (var replica = replicaOf(server.port(), "replica")) {
            admin.replicaof("127.0.0.1", replica.port());
            var failure = assertFails(Kind.UNWRITABLE, this::connect);
            assertTrue(failure.getMessage().endsWith("leads to replicas only"), failure.getMessage());
        }
    }

    private RedisServer replicaOf(int port, String name) throws Exception {
        var replica = new RedisServer(Files.createDirectory(folder.resolve(name))).start();
        try (var jedis = new Jedis("127.0.0.1", replica.port())) {
            jedis.replicaof("127.0.0.1", port);
        }
        return replica;
    }

    @Test
    void withoutMemoryNothingIsWrittenByHalf() throws Exception {
        try (var link = connect()) {
            link.apply("w", 1, new Change.Add(1));
            admin.configSet("maxmemory", "1");
            assertFails(Kind.UNWRITABLE, () -> link.apply("w", 2, new Change.Add(1)));
            admin.configSet("maxmemory", "0");
            assertEquals(new Answer(2, false), link.apply("w", 2, new Change.Add(1)));
        }
    }

    @Test
    void tooFewReplicasTakeNoWrites() throws Exception {
        admin.configSet("min-replicas-to-write", "1");
        try (var link = connect()) {
            assertFails(Kind.UNWRITABLE, () -> link.probe("w"));
            assertFails(Kind.UNWRITABLE, () -> link.apply("w", 1, new Change.Add(1)));
        }
    }

    @Test
    void aRedisThatForgotTheScriptIsToldItAgain() throws Exception {
        try (var link = connect()) {
            link.apply("w", 1, new Change.Add(1));
            admin.scriptFlush();
            assertEquals(new Answer(2, false), link.apply("w", 2, new Change.Add(1)));
        }
    }

    @Test
    void whatIsRememberedOfAWriterExpires() throws Exception {
        try (var link = connect()) {
            link.apply("w", 1, new Change.Add(1));
            assertTrue(admin.pttl("skep:writer:w") > 3_500_000);
            admin.pexpire("skep:writer:w", 1_000_000);
            link.probe("w");
            assertTrue(admin.pttl("skep:writer:w") > 3_500_000);
        }
    }

    @Test
    void aDeadServerIsUnreachable() throws Exception {
        try (var link = connect()) {
            server.kill();
            assertFails(Kind.UNREACHABLE, () -> link.probe("w"));
            var failure = assertFails(Kind.UNREACHABLE, this::connect);
            assertTrue(failure.getMessage().endsWith("Connection refused"), failure.getMessage());
        }
    }

    @Test
    void aConnectionThatWasResetClosesInPeace() throws Exception {
        try (var peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var node = new HostPort("127.0.0.1", peer.getLocalPort());
            var link = new JedisLink("peer", RedisServer.NO_LOGIN.open("peer", node, Duration.ofSeconds(1)));
            try (var accepted = peer.accept()) {
                accepted.setSoLinger(true, 0);
            }
            assertFails(Kind.UNREACHABLE, () -> link.probe("w"));
            link.close();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsUnreachableAfterASecond() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connector = connectorTo(silent.getLocalPort());
            var begin = System.nanoTime();
            assertFails(Kind.UNREACHABLE, connector::connect);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.toMillis() >= 900 && took.toMillis() < 3_000, took.toString());
        }
    }

    @Test
    void anUnknownNameIsUnreachable() {
        var nowhere = new JedisConnector(List.of(new HostPort("no-such-host.invalid", 6379)), RedisServer.NO_LOGIN);
        var failure = assertFails(Kind.UNREACHABLE, nowhere::connect);
        assertTrue(failure.getMessage().contains("no-such-host.invalid:6379"), failure.getMessage());
    }

    @Test
    void theNextNodeIsTriedAfterAFailure() throws Exception {
        var nodes = List.of(new HostPort("127.0.0.1", 1), new HostPort("127.0.0.1", server.port()));
        var connector = new JedisConnector(nodes, RedisServer.NO_LOGIN);
        assertFails(Kind.UNREACHABLE, connector::connect);
        try (var link = connector.connect()) {
            assertEquals(0, link.read("w"));
        }
    }

    static RedisFailure assertFails(Kind kind, Executable call) {
        var failure = assertThrows(RedisFailure.class, call);
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertFalse(failure.getMessage().contains("script"), failure.getMessage());
        return failure;
    }
}
