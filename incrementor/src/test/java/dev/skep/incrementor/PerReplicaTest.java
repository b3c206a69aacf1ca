package dev.skep.incrementor;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.redis.RedisServer;
import dev.skep.incrementor.redis.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Two app tasks, each with a real Redis of its own. */
@RequiresRedis
@Timeout(60)
final class PerReplicaTest {
    @TempDir
    private Path folder;

    private RedisServer shard1;
    private RedisServer shard2;
    private AppProcess task1;
    private AppProcess task2;

    @BeforeEach
    void start() throws Exception {
        shard1 = new RedisServer(Files.createDirectory(folder.resolve("shard1"))).start();
        shard2 = new RedisServer(Files.createDirectory(folder.resolve("shard2")));
        task1 = task("task1", shard1);
        task2 = task("task2", shard2);
    }

    @AfterEach
    void stop() {
        task1.close();
        task2.close();
        shard1.close();
        shard2.close();
    }

    @Test
    void eachCountsForItselfAndThereIsASumOnlyWhileEachShardAnswers() throws Exception {
        eventually("task 1 is ready", () -> status(task1, "/readyz") == 200);
        assertEquals(503, status(task2, "/readyz"), "its shard is not there yet");
        assertEquals(200, status(task2, "/livez"));
        assertEquals("1\n", body(task1, "/"));
        assertNoSum();

        shard2.start();
        eventually("task 2 is ready", () -> status(task2, "/readyz") == 200);
        assertEquals("2\n", body(task1, "/"));
        assertEquals("1\n", body(task2, "/"));
        assertEquals("3\n", body(task1, "/counter?scope=all"));
        assertEquals("3\n", body(task2, "/counter?scope=all"));
        assertEquals("2\n", body(task1, "/counter"));

        shard2.kill();
        assertNoSum();
        assertEquals("3\n", body(task1, "/"));
        shard2.start();
        assertEquals("4\n", body(task1, "/counter?scope=all"));

        assertEquals("0\n", body(task2, "/reset"));
        assertEquals("3\n", body(task2, "/counter?scope=all"));
        assertEquals("0\n", body(task2, "/reset?scope=all"));
        assertEquals("0\n", body(task1, "/counter"));
    }

    @Test
    void whoeverIsListedInRedisIsInTheSumOfTasksThatRunAlready() throws Exception {
        shard2.start();
        try (var listing = listingTask(shard1);
                var one = new Jedis("127.0.0.1", shard1.port());
                var two = new Jedis("127.0.0.1", shard2.port())) {
            eventually("it is ready", () -> status(listing, "/readyz") == 200);
            assertEquals("1\n", body(listing, "/"));
            assertEquals(503, status(listing, "/counter?scope=all"), "nobody is listed yet");

            var own = "127.0.0.1:" + shard1.port() + ",aa";
            one.set("skep:writer:skep-run", "1:open:aa");
            one.set("skep:writer:skep-list", "1:" + own);
            assertEquals("1\n", body(listing, "/counter?scope=all"));
            two.set("counter", "20");
            two.set("skep:writer:skep-run", "1:open:bb");
            one.set("skep:writer:skep-list", "2:" + own + " 127.0.0.1:" + shard2.port() + ",bb");
            assertEquals("21\n", body(listing, "/counter?scope=all"));
        }
    }

    private AppProcess listingTask(RedisServer own) throws IOException {
        return task("listing", own, "listed-in-redis:1");
    }

    private void assertNoSum() throws Exception {
        var answer = task1.get(task1.url("/counter?scope=all"));
        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("127.0.0.1:" + shard2.port() + " did not answer in time"), answer.body());
    }

    private static int status(AppProcess task, String path) throws Exception {
        return task.get(task.url(path)).statusCode();
    }

    private static String body(AppProcess task, String path) throws Exception {
        return task.get(task.url(path)).body();
    }

    private AppProcess task(String name, RedisServer own) throws IOException {
        return task(name, own, "127.0.0.1:" + shard1.port() + ",127.0.0.1:" + shard2.port());
    }

    private AppProcess task(String name, RedisServer own, String groups) throws IOException {
        return new AppProcess(
                Files.createDirectory(folder.resolve(name)),
                Map.of(
                        "HTTP_HOST", "127.0.0.1",
                        "HTTP_PORT", "0",
                        "REQUEST_TIMEOUT", "1s",
                        "REDIS_MODE", "per-replica",
                        "REDIS_NODES", "127.0.0.1:" + own.port(),
                        "REDIS_GROUPS", groups));
    }
}
