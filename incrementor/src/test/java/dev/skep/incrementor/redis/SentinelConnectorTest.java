package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static dev.skep.incrementor.redis.JedisLinkTest.assertFails;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.RedisMode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** One real Redis, and a real sentinel that knows it as "counter". */
@RequiresRedis
final class SentinelConnectorTest {
    private static final int NOBODY_LISTENS = 1;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private RedisServer redis;
    private SentinelServer sentinel;

    @BeforeEach
    void start() throws Exception {
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis"))).start();
        sentinel = watching("sentinel", redis.port());
    }

    private SentinelServer watching(String name, int port) throws Exception {
        var watching = new SentinelServer(
                Files.createDirectory(folder.resolve(name)), "sentinel monitor counter 127.0.0.1 " + port + " 1");
        watching.start();
        return watching;
    }

    @AfterEach
    void stop() {
        sentinel.close();
        redis.close();
    }

    @Test
    void oneSentinelThatAnswersIsEnoughAndTheOthersAreNotWaitedForLong() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connector = connector("counter", NOBODY_LISTENS, silent.getLocalPort(), sentinel.port());
            for (var attempt = 0; attempt < 3; attempt++) {
                var begin = System.nanoTime();
                connector.connect().close();
                var took = Duration.ofNanos(System.nanoTime() - begin);
                assertTrue(took.toMillis() < 2_000, took.toString());
            }
        }
    }

    @Test
    void whenNobodyNamesAPrimaryEachSentinelsReasonIsTold() {
        var connector = connector("another", NOBODY_LISTENS, sentinel.port());
        var message = assertFails(Kind.UNREACHABLE, connector::connect).getMessage();
        assertTrue(message.startsWith("no sentinel names a primary: "), message);
        assertTrue(message.contains("the sentinel at 127.0.0.1:1 cannot be reached: Connection refused"), message);
        assertTrue(
                message.contains("the sentinel at 127.0.0.1:" + sentinel.port() + " knows no primary another"),
                message);
    }

    @Test
    void aPrimaryThatIsNamedAndDeadIsNamedInTheError() throws Exception {
        redis.kill();
        var connector = connector("counter", sentinel.port());
        var message = assertFails(Kind.UNREACHABLE, connector::connect).getMessage();
        assertTrue(message.startsWith("Redis at 127.0.0.1:" + redis.port() + " cannot be reached"), message);
    }

    /** It answers nothing, and would be waited for much longer than this test may take. */
    @Test
    void aPrimaryThatIsDeadIsGivenUpOnceTheSentinelsNameAnother() throws Exception {
        try (var dead = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            watch(sentinel, dead.getLocalPort());
            var link = connecting(sentinel.port());
            watch(sentinel, redis.port());
            link.get(30, TimeUnit.SECONDS).close();
        }
    }

    /** A node is cut off: the primary was there, and a sentinel, which takes connections and says nothing. */
    @Test
    void mostSentinelsAreEnoughToGiveUpAPrimaryThatIsDead() throws Exception {
        try (var dead = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var second = watching("second", dead.getLocalPort())) {
            watch(sentinel, dead.getLocalPort());
            var link = connecting(silent.getLocalPort(), sentinel.port(), second.port());
            watch(sentinel, redis.port());
            watch(second, redis.port());
            link.get(30, TimeUnit.SECONDS).close();
        }
    }

    /** A question to it is under way for half a second. */
    @Test
    void whereMostHaveAnsweredAndDifferOneThatIsSilentIsNotWaitedFor() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var second = watching("second", NOBODY_LISTENS)) {
            var all = new Sentinels(
                    mode("counter", silent.getLocalPort(), sentinel.port(), second.port()), RedisServer.NO_LOGIN);
            eventually("they differ, and the third has not answered", () -> agreeOnNobody(all) && somebodyIsAsked());
        }
    }

    private static boolean agreeOnNobody(Sentinels sentinels) {
        try {
            return sentinels.agreed().isEmpty();
        } catch (RedisFailure failure) {
            return false;
        }
    }

    private static boolean somebodyIsAsked() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("ask-sentinel"))
                .anyMatch(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().contains("NioSocketImpl")));
    }

    @Test
    void whereTheyDifferAndStayItTriesBoth() throws Exception {
        try (var second = watching("second", NOBODY_LISTENS)) {
            connector("counter", second.port(), sentinel.port()).connect().close();
        }
    }

    /** Once it waits for a primary that is dead, for as long as it takes. */
    private static CompletableFuture<RedisLink> connecting(int... ports) throws Exception {
        var before = opening();
        var link = new CompletableFuture<RedisLink>();
        var patient =
                new SentinelConnector(mode("counter", ports), RedisServer.NO_LOGIN, new Followed(new Metrics()), LONG);
        Thread.ofVirtual().start(() -> {
            try {
                link.complete(patient.connect());
            } catch (RedisFailure failure) {
                link.completeExceptionally(failure);
            }
        });
        eventually("the app waits for the dead one", () -> !before.containsAll(opening()));
        return link;
    }

    /** Those that open a connection to a primary; one of an earlier test may not have ended yet. */
    private static Set<Thread> opening() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("open-primary"))
                .collect(Collectors.toSet());
    }

    private static void watch(SentinelServer sentinel, int port) {
        try (var jedis = new Jedis("127.0.0.1", sentinel.port())) {
            jedis.sentinelRemove("counter");
            jedis.sentinelMonitor("counter", "127.0.0.1", port, 1);
        }
    }

    @Test
    void aSentinelThatRefusesThePasswordIsSaid() throws Exception {
        var password = Files.writeString(folder.resolve("password"), "wasps");
        var login = new Login(Optional.of("app"), Optional.of(password));
        var connector = new SentinelConnector(mode("counter", sentinel.port()), login, new Followed(new Metrics()));
        var message = assertFails(Kind.UNAUTHENTICATED, connector::connect).getMessage();
        assertTrue(message.contains("the sentinel at 127.0.0.1:" + sentinel.port()), message);
        assertTrue(!message.contains("wasps"), message);
    }

    private static SentinelConnector connector(String primaryName, int... ports) {
        return new SentinelConnector(mode(primaryName, ports), RedisServer.NO_LOGIN, new Followed(new Metrics()));
    }

    private static RedisMode.Sentinel mode(String primaryName, int... ports) {
        return new RedisMode.Sentinel(
                IntStream.of(ports)
                        .mapToObj(port -> new HostPort("127.0.0.1", port))
                        .toList(),
                primaryName,
                0);
    }
}
