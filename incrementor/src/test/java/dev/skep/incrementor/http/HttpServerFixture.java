package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.FakeRedis;
import dev.skep.incrementor.counter.Guests;
import dev.skep.incrementor.counter.Health;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The real server over a Redis in memory. */
final class HttpServerFixture implements AutoCloseable {
    final FakeRedis redis = new FakeRedis();
    /** Of another group. */
    final FakeRedis other = new FakeRedis();

    final Traffic traffic = new Traffic();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Vertx vertx = Vertx.vertx();
    private final CounterVerticle verticle;

    /** With one counter only. */
    HttpServerFixture(Duration requestTimeout, int capacity) throws Exception {
        this(requestTimeout, capacity, List.of());
    }

    /** With another counter, in {@link #other}, for each of these groups. */
    HttpServerFixture(Duration requestTimeout, int capacity, List<String> otherGroups) throws Exception {
        this(requestTimeout, capacity, otherGroups, Limits.of(requestTimeout));
    }

    /** With a patience of its own. */
    HttpServerFixture(Duration requestTimeout, int capacity, List<String> otherGroups, Limits limits) throws Exception {
        var settings = Settings.from(Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", "0",
                "HOSTNAME", "task-1",
                "REDIS_GROUPS", String.join(",", otherGroups),
                "REQUEST_TIMEOUT", requestTimeout.toMillis() + "ms"));
        var metrics = new Metrics();
        var health = new Health();
        var others = new Guests(_ -> Counter.ofOtherGroup(other, requestTimeout, capacity, metrics));
        verticle = new CounterVerticle(
                settings,
                home -> new Counter(redis, health, home, requestTimeout, capacity, metrics),
                others,
                traffic,
                metrics,
                limits);
        vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + verticle.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A connection of its own. */
    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), verticle.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** All that the server says to these bytes until it closes the connection. */
    String raw(String bytes) throws IOException {
        try (var socket = connect()) {
            write(socket, bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As on SIGTERM, when the drain is over; done when the server has stopped. */
    CompletableFuture<Void> stop() {
        return vertx.undeploy(verticle.deploymentID()).toCompletionStage().toCompletableFuture();
    }

    /** Whether new connections are taken. */
    boolean listens() throws IOException {
        try (var socket = connect()) {
            return socket.isConnected();
        } catch (SocketException refusedOrReset) {
            // Reset: it was in the queue of a listener that closed in this very instant.
            return false;
        }
    }

    @Override
    public void close() {
        redis.release();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
    }
}
