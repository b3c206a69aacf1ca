package dev.skep.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.loop.Controller;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.ReadResult;
import dev.skep.status.Event;
import dev.skep.status.RecentEvents;
import dev.skep.swarm.FakeSwarm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller's HTTP side, asked over a real socket. */
final class ApiServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FolderResult FOLDER = new FolderResult.Readable(
            new ReadResult(List.of(Sample.named("incr").manifest()), List.of()));

    private final AtomicLong clock = new AtomicLong();
    private final Metrics metrics = new Metrics();
    private final RecentEvents events = new RecentEvents();
    private final Watched watched = new Watched("key", metrics, events, () -> {}, clock::get);
    private final FakeSwarm swarm = new FakeSwarm(3);
    private final HttpClient client = HttpClient.newHttpClient();
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        metrics.show(watched);
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ApiServer.start(anyPort, new Endpoints(watched, metrics, events));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void itLivesAsLongAsTheLoopTurns() throws Exception {
        assertEquals("live\n", ok("/livez", "text/plain; charset=utf-8"));
        clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertEquals(200, get("/livez").statusCode());
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        problem(503, "the loop has not turned for 60 s", get("/livez"));
        watched.turned();
        assertEquals(200, get("/livez").statusCode());
    }

    @Test
    void itIsReadyWhileTheSwarmAndTheFolderCanBeRead() throws Exception {
        problem(503, "the swarm was not looked at yet", get("/readyz"));
        look();
        assertEquals("ready\n", ok("/readyz", "text/plain; charset=utf-8"));
        watched.blind("no leader");
        problem(503, "no leader", get("/readyz"));
        watched.read(new FolderResult.Unreadable("/manifests is gone"));
        problem(503, "no leader; /manifests is gone", get("/readyz"));
        look();
        assertEquals(200, get("/readyz").statusCode());
    }

    @Test
    void manifestsAreAsSkepStatusHasThem() throws Exception {
        look();
        var all = JSON.readTree(ok("/api/v1/manifests", "application/json"));
        assertEquals(1, all.size());
        assertEquals("incr", all.path(0).path("name").asText());
        assertEquals("ChangesPending", reason(all.path(0)));
        assertEquals(all.path(0), JSON.readTree(ok("/api/v1/manifests/incr", "application/json")));
        problem(404, "No manifest, and nothing in the swarm, is named inc.", get("/api/v1/manifests/inc"));
    }

    @Test
    void aStepThatFailsIsToldUntilSomethingElseIs() throws Exception {
        look();
        events.add(event("Failed", "failed; create service incr-app: somebody else's is there"));
        var failing = JSON.readTree(ok("/api/v1/manifests/incr", "application/json"));
        assertEquals("StepFailed", reason(failing));
        events.add(event("CreateService", "create service incr-app; asked for by incr.yaml:1:1"));
        assertEquals("ChangesPending", reason(JSON.readTree(ok("/api/v1/manifests/incr", "application/json"))));
    }

    private static Event event(String reason, String message) {
        return new Event(Instant.EPOCH, Optional.of("incr"), reason, message);
    }

    @Test
    void beforeTheFirstLookNothingIsSaidOfManifests() throws Exception {
        problem(503, "not looked at yet", get("/api/v1/manifests"));
        problem(503, "not looked at yet", get("/api/v1/manifests/incr"));
    }

    @Test
    void itFollowsTheLoopAndAsksTheSwarmNothingItself() throws Exception {
        var key = PasswordKey.random();
        var live = new Watched(key.fingerprint(), metrics, events, () -> {}, System::nanoTime);
        var controller = new Controller(swarm, new Actor(swarm, key), key.fingerprint(), () -> FOLDER, live);
        var thread = Thread.ofVirtual().start(() -> run(controller));
        try (var followed = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Endpoints(live, metrics, events))) {
            eventually("AllTasksRun", followed);
            var looks = swarm.faults().count("observe");
            for (int i = 0; i < 50; i++) {
                assertEquals(200, send("GET", "/api/v1/manifests", followed).statusCode());
            }
            assertTrue(swarm.faults().count("observe") <= looks + 2, "but for those of the loop");
            assertTrue(
                    metrics.text().contains("skep_controller_changes_total{kind=\"create_service\"} 3.0"),
                    metrics::text);
        } finally {
            controller.stop();
            assertTrue(thread.join(Duration.ofSeconds(14)));
        }
    }

    @Test
    void eventsAreListedTheOldestFirst() throws Exception {
        assertEquals(0, JSON.readTree(ok("/api/v1/events", "application/json")).size());
        var time = Instant.parse("2030-01-01T00:00:00.5Z");
        events.add(new Event(time, Optional.of("incr"), "CreateService", "create service \"incr-app\""));
        events.add(new Event(time, Optional.empty(), "Stopped", "stopped"));
        var all = JSON.readTree(ok("/api/v1/events", "application/json"));
        assertEquals(
                "{\"time\":\"2030-01-01T00:00:00.500Z\",\"manifest\":\"incr\",\"reason\":\"CreateService\","
                        + "\"message\":\"create service \\\"incr-app\\\"\"}",
                all.path(0).toString());
        assertTrue(all.path(1).path("manifest").isNull());
    }

    @Test
    void metricsAreInPrometheusTextFormat() throws Exception {
        var text = ok("/metrics", "text/plain; version=0.0.4; charset=utf-8");
        assertTrue(text.contains("# TYPE skep_controller_manifest_errors gauge\n"), text);
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        look();
        for (var method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            var refused = send(method, "/api/v1/manifests/incr", server);
            problem(405, method + " is not allowed here", refused);
            assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElse(""));
        }
        assertEquals(0, swarm.faults().writes());
    }

    @Test
    void whatIsNowhereIsNotFound() throws Exception {
        for (var path : List.of("/", "/livez/", "/api", "/api/v1/", "/api/v1/manifestsx", "/metrics/../livezz")) {
            assertEquals(404, get(path).statusCode(), path);
        }
    }

    @Test
    void headAnswersAsGetWithoutABody() throws Exception {
        var head = send("HEAD", "/livez", server);
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals("5", head.headers().firstValue("Content-Length").orElse(""));
    }

    @Test
    void aBugIsAnErrorAndTheNextRequestIsAnswered() throws Exception {
        metrics.show(() -> {
            throw new IllegalStateException("a bug");
        });
        problem(500, "A bug in Skep", get("/metrics"));
        assertEquals(200, get("/livez").statusCode());
    }

    private void look() {
        watched.read(FOLDER);
        watched.observed(swarm.observe());
    }

    private static String reason(JsonNode status) {
        return status.path("conditions").path(0).path("reason").asText();
    }

    private void eventually(String reason, ApiServer asked) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(14);
        var last = "";
        while (!last.equals(reason)) {
            assertTrue(System.nanoTime() < end, "not in time; last: " + last);
            TimeUnit.MILLISECONDS.sleep(20);
            last = reason(
                    JSON.readTree(send("GET", "/api/v1/manifests/incr", asked).body()));
        }
    }

    private static void run(Controller controller) {
        try {
            controller.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void problem(int status, String detail, HttpResponse<String> response) throws Exception {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", type(response));
        var problem = JSON.readTree(response.body());
        assertEquals(status, problem.path("status").asInt());
        assertTrue(problem.path("detail").asText().contains(detail), response.body());
    }

    private String ok(String path, String type) throws Exception {
        var response = get(path);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(type, type(response));
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
        return response.body();
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, server);
    }

    private HttpResponse<String> send(String method, String path, ApiServer to) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + to.address().getPort() + path);
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
