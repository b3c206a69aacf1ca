package dev.skep.incrementor;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.redis.RedisServer;
import dev.skep.incrementor.redis.RequiresRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The app from its start to its end, over a real Redis. */
@RequiresRedis
@Timeout(60)
final class LifecycleTest {
    private static final int CLIENTS = 4;

    @TempDir
    private Path folder;

    private final Queue<Long> numbers = new ConcurrentLinkedQueue<>();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    @Test
    void startsBeforeRedisAndIsReadyWhenItComesAndSaysEachOnce() throws Exception {
        try (var redis = new RedisServer(folder);
                var app = app(redis)) {
            var ready = app.url("/readyz");
            eventually("cannot count", () -> app.output().contains("cannot count"));
            assertEquals(503, app.get(ready).statusCode());

            redis.start();
            eventually("ready", () -> app.get(ready).statusCode() == 200);
            assertEquals("1\n", app.get(app.url("/")).body());
            assertEquals(List.of("cannot count", "counting in Redis"), changes(app));
        }
    }

    /** As in a swarm: new connections go to other tasks already, those that are open end when an answer says so. */
    @Test
    void onSigtermNoRequestBreaksAndTheStatusIs0() throws Exception {
        try (var redis = new RedisServer(folder).start();
                var app = app(redis)) {
            var counter = app.url("/");
            var clients = Stream.generate(() -> Thread.ofVirtual().start(() -> countUntilToldToLeave(app, counter)))
                    .limit(CLIENTS)
                    .toList();
            eventually("load", () -> numbers.size() > 200);
            app.terminate();
            for (var client : clients) {
                client.join();
            }

            var late = app.get(app.url("/readyz"));
            assertEquals(503, late.statusCode(), "whoever comes late is still served");
            assertEquals(0, app.exitStatus());
            assertEquals(List.of(), List.copyOf(troubles));
            assertEquals(
                    LongStream.rangeClosed(1, numbers.size()).boxed().toList(),
                    numbers.stream().sorted().toList());
            assertTrue(app.output().contains("msg=\"stopped\""), app.output());
        }
    }

    /** The longest end: the request has its time, and the writer is in a call that Redis does not answer. */
    @Test
    void onSigtermARequestThatRedisLeavesWaitingIsToldSoBeforeTheEnd() throws Exception {
        try (var redis = new RedisServer(folder).start();
                var app = app(redis, Map.of("REQUEST_TIMEOUT", "2s", "DRAIN", "100ms"))) {
            var counter = app.url("/");
            eventually("counts", () -> app.get(counter).statusCode() == 200);
            redis.freeze();
            var waits = new FutureTask<>(() -> app.get(counter));
            Thread.ofVirtual().start(waits);
            eventually("asked", () -> app.get(app.url("/metrics")).body().contains("skep_requests_in_flight 1\n"));
            app.terminate();
            assertEquals(503, waits.get().statusCode());
            assertEquals(0, app.exitStatus());
            assertTrue(app.output().contains("msg=\"stopped\""), app.output());
            assertFalse(app.output().contains("cut off"), app.output());
        }
    }

    private AppProcess app(RedisServer redis) throws IOException {
        return app(redis, Map.of());
    }

    private AppProcess app(RedisServer redis, Map<String, String> more) throws IOException {
        var environment = new HashMap<>(Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", "0",
                "REDIS_SERVER", "127.0.0.1",
                "REDIS_PORT", Integer.toString(redis.port())));
        environment.putAll(more);
        return new AppProcess(folder, environment);
    }

    private void countUntilToldToLeave(AppProcess app, URI counter) {
        try {
            HttpResponse<String> answer;
            do {
                answer = app.get(counter);
                numbers.add(Long.valueOf(answer.body().strip()));
            } while (answer.headers().firstValue("Connection").isEmpty());
        } catch (IOException | InterruptedException | NumberFormatException e) {
            troubles.add(e.toString());
        }
    }

    private static List<String> changes(AppProcess app) throws IOException {
        return app.output()
                .lines()
                .flatMap(line -> Stream.of("cannot count", "counting in Redis").filter(line::contains))
                .toList();
    }
}
