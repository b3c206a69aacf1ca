package dev.skep.incrementor.http;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class HttpApiTest {
    private HttpServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new HttpServerFixture(Duration.ofSeconds(1), 100);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void countsReadsAndResets() throws Exception {
        assertEquals("1\n", server.get("/").body());
        assertEquals("2\n", server.get("/").body());
        assertEquals("2\n", server.get("/counter").body());
        assertEquals("0\n", server.get("/reset").body());
        assertEquals("0\n", server.get("/counter").body());
        assertEquals("1\n", server.get("/").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/counter", "/reset"})
    void anAnswerIsANumberThatNobodyMayKeepAndNamesItsTask(String path) throws Exception {
        var answer = server.get(path);

        assertEquals(200, answer.statusCode());
        assertEquals("application/json", header(answer, "Content-Type"));
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertEquals("task-1", header(answer, "Skep-Task"));
        assertTrue(answer.body().matches("\\d+\n"), answer.body());
    }

    @Test
    void theSumOfOneCounterIsTheCounter() throws Exception {
        server.get("/");
        assertEquals("1\n", server.get("/counter?scope=all").body());
        assertEquals("0\n", server.get("/reset?scope=all").body());
    }

    @Test
    void theSumOfAllGroupsIsAnotherNumberThanTheOwnAnd503WithoutOneOfThem() throws Exception {
        try (var two = new HttpServerFixture(Duration.ofSeconds(1), 100, List.of("incr-shard-2:6379"))) {
            two.other.add(20);
            assertEquals("1\n", two.get("/").body());
            assertEquals("21\n", two.get("/counter?scope=all").body());
            assertEquals("1\n", two.get("/counter").body());

            two.other.down(Kind.UNREACHABLE, "no route");
            for (var path : List.of("/counter?scope=all", "/reset?scope=all")) {
                var answer = two.get(path);
                assertProblem(503, answer);
                assertEquals("1", header(answer, "Retry-After"));
                assertTrue(answer.body().contains("incr-shard-2:6379 did not answer in time"), answer.body());
            }
            assertEquals("2\n", two.get("/").body(), "none is reset where one does not answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?scope=mine", "?scope=", "?scope", "?scope=all&scope=mine", "?scope=ALL"})
    void anotherScopeIsRefusedAndResetsNothing(String query) throws Exception {
        server.get("/");
        assertProblem(400, server.get("/reset" + query));
        assertProblem(400, server.get("/counter" + query));
        assertEquals("1\n", server.get("/counter").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/counter/", "//", "/Reset", "/..", "/%2e", "/%"})
    void thereIsNothingElse(String path) throws Exception {
        var answer = server.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/counter", "/reset", "/livez", "/readyz", "/metrics"})
    void onlyGetIsAllowed(String path) throws Exception {
        for (var method : Set.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW")) {
            var answer = server.send(method, path);
            assertProblem(405, answer);
            assertEquals("GET", header(answer, "Allow"));
        }
        var head = server.send("HEAD", path);
        assertEquals(405, head.statusCode());
        assertEquals("", head.body());
        assertEquals("0\n", server.get("/counter").body());
    }

    @Test
    void anOverlongRequestLineIs414() throws Exception {
        assertRefused("414 ", "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void overlongHeadersAre431() throws Exception {
        assertRefused("431 ", "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\1\2\3\r\n\r\n", "GET\r\n\r\n", "GET / BREW/9.9.9\r\n\r\n", "\r\n\r\nx\r\n\r\n"})
    void whatIsNoRequestIs400(String bytes) throws Exception {
        assertRefused("400 ", bytes);
    }

    /** A close at once would reset the connection, and it might never read the answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4000000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: ",
                "GET /",
                "\0\1\2\3\r\n\r\n"
            })
    void whoIsRefusedWhileItStillSaysMoreCanReadWhy(String begin) throws Exception {
        var usual = Limits.of(Duration.ofSeconds(1));
        var patient = new Limits(usual.idle(), usual.slow(), Duration.ofMinutes(1));
        try (var one = new HttpServerFixture(Duration.ofSeconds(1), 100, List.of(), patient)) {
            var answer = one.raw(begin + "x".repeat(4_000_000));
            assertTrue(answer.matches("(?s)HTTP/1\\.[01] 4\\d\\d .*"), answer);
            assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
        }
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInOrder() throws Exception {
        var one = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        var last = "GET /counter HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        var bodies = server.raw(one.repeat(3) + last)
                .lines()
                .filter(line -> line.matches("\\d+"))
                .toList();
        assertEquals(List.of("1", "2", "3", "3"), bodies);
    }

    @Test
    void withoutRedisInTimeThereIs503AndNoNumber() throws Exception {
        server.redis.down(Kind.UNREACHABLE, "Redis at redis:6379 cannot be reached: Connection refused");
        eventually("noticed", () -> server.get("/readyz").statusCode() == 503);
        for (var path : Set.of("/", "/counter", "/reset")) {
            var answer = server.get(path);
            assertProblem(503, answer);
            assertEquals("1", header(answer, "Retry-After"));
            assertTrue(answer.body().contains("redis:6379 cannot be reached"), answer.body());
        }
        server.redis.up();
        eventually("counts again", () -> server.get("/").statusCode() == 200);
        assertEquals("1\n", server.get("/counter").body());
    }

    /** They share its event loop. */
    @Test
    void aRequestThatWaitsForRedisHoldsUpNoOther() throws Exception {
        server.redis.hold();
        try (var socket = server.connect()) {
            HttpServerFixture.write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            eventually("it waits", server.redis::holdsOne);
            assertEquals(200, server.get("/livez").statusCode());
            assertTrue(server.redis.holdsOne(), "it still waits");
        } finally {
            server.redis.release();
        }
    }

    @Test
    void readyMeansItCanCountAndLiveMeansItRuns() throws Exception {
        eventually("ready", () -> server.get("/readyz").statusCode() == 200);
        server.redis.down(Kind.UNAUTHENTICATED, "Redis refused the authentication");
        eventually("not ready", () -> server.get("/readyz").statusCode() == 503);

        var answer = server.get("/readyz");
        assertProblem(503, answer);
        assertTrue(answer.body().contains("refused the authentication"), answer.body());
        assertEquals(200, server.get("/livez").statusCode());

        server.redis.up();
        eventually("ready again", () -> server.get("/readyz").statusCode() == 200);
    }

    @Test
    void metricsTellWhatBecameOfRequests() throws Exception {
        server.get("/");
        server.get("/nothing");
        var answer = server.get("/metrics");

        assertEquals("text/plain; version=0.0.4; charset=utf-8", header(answer, "Content-Type"));
        assertTrue(answer.body().contains("skep_requests_total{operation=\"increment\",outcome=\"ok\"} 1\n"));
        assertTrue(answer.body().contains("skep_http_responses_total{code=\"404\"} 1\n"));
        assertTrue(answer.body().contains("skep_connections_total "));
        for (var line : answer.body().lines().toList()) {
            assertTrue(line.matches("# (HELP|TYPE) \\w+ .+|\\w+(\\{(\\w+=\"[\\w.+]+\",?)+})? [\\d.]+"), line);
        }
    }

    @Test
    void whileDrainingItServesButIsNotReadyAndEndsEachConnection() throws Exception {
        eventually("ready", () -> server.get("/readyz").statusCode() == 200);
        server.traffic.drain();

        assertProblem(503, server.get("/readyz"));
        var answer = server.raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
    }

    @Test
    void aRequestUnderWayIsFinishedBeforeTheServerStops() throws Exception {
        server.redis.hold();
        try (var socket = server.connect()) {
            HttpServerFixture.write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            eventually("under way", server.redis::holdsOne);
            var stopped = server.stop();
            eventually("takes no connection", () -> !server.listens());
            assertFalse(stopped.isDone());
            server.redis.release();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200 OK") && answer.endsWith("\n1\n"), answer);
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    private void assertRefused(String status, String bytes) throws Exception {
        var answer = server.raw(bytes);
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + ".*"), answer);
        assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
        assertFalse(answer.contains("Exception"), answer);
    }

    private static void assertProblem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(Problem.MEDIA_TYPE, header(answer, "Content-Type"));
        var problem = new JsonObject(answer.body());
        assertEquals(Set.of("type", "title", "status", "detail"), problem.fieldNames());
        assertEquals(status, problem.getInteger("status"));
        assertFalse(problem.getString("detail").isBlank());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("absent");
    }
}
