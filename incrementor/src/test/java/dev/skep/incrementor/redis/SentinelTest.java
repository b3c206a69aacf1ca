package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** One real sentinel, asked again and again: with a replica away there is a question behind each batch. */
@RequiresRedis
final class SentinelTest {
    private static final int QUESTIONS = 30;

    @TempDir
    private Path folder;

    private RedisServer redis;
    private SentinelServer server;
    private Sentinel sentinel;

    @BeforeEach
    void start() throws Exception {
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis"))).start();
        server = new SentinelServer(
                Files.createDirectory(folder.resolve("sentinel")),
                "sentinel monitor counter 127.0.0.1 " + redis.port() + " 1");
        server.start();
        sentinel = new Sentinel(new HostPort("127.0.0.1", server.port()), "counter", RedisServer.NO_LOGIN);
    }

    @AfterEach
    void stop() {
        server.close();
        redis.close();
    }

    @Test
    void questionsThatFollowEachOtherNeedNoConnectionEach() throws Exception {
        var before = connections();
        for (var question = 0; question < QUESTIONS; question++) {
            stand(sentinel); // on a busy machine one may be silent, and asked anew
        }
        assertTrue(connections() - before < QUESTIONS, "a connection each");
    }

    @Test
    void aRefusalIsAnAnswer() throws Exception {
        var other = new Sentinel(new HostPort("127.0.0.1", server.port()), "another", RedisServer.NO_LOGIN);
        var before = connections();
        for (var question = 0; question < QUESTIONS; question++) {
            assertEquals(Stand.SILENT, stand(other));
        }
        assertTrue(connections() - before < QUESTIONS, "a connection each");
    }

    @Test
    void oneThatHasStartedAnewIsAskedAnew() throws Exception {
        awaitFor();
        server.kill();
        assertEquals(Stand.SILENT, stand(sentinel));
        server.start();
        awaitFor();
        server.kill();
        server.start();
        awaitFor();
    }

    private void awaitFor() throws Exception {
        eventually("it is for the primary", () -> stand(sentinel) == Stand.FOR);
    }

    private Stand stand(Sentinel asked) throws Exception {
        var word = new CompletableFuture<Word>();
        assertTrue(asked.ask(new HostPort("127.0.0.1", redis.port()), word::complete), "it was answered before");
        return word.get(30, TimeUnit.SECONDS).stand();
    }

    /** How many it has ever taken, without the one that asks. */
    private long connections() {
        try (var admin = new Jedis("127.0.0.1", server.port())) {
            return admin.info("stats")
                    .lines()
                    .filter(line -> line.startsWith("total_connections_received:"))
                    .mapToLong(line -> Long.parseLong(line.split(":", 2)[1].strip()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
