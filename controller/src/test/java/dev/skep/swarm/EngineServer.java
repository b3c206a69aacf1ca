package dev.skep.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.skep.desired.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Something on loopback that speaks HTTP as an engine does, and fares as engines do. */
public final class EngineServer implements AutoCloseable {
    /** What the engine says to a request; the path is without the version. */
    @FunctionalInterface
    public interface Answers {
        Answer to(String path, String query) throws IOException;
    }

    /** One answer. */
    public record Answer(int status, ByteBuffer body) {
        public static Answer of(JsonNode body) {
            return new Answer(200, StandardCharsets.UTF_8.encode(body.toString()));
        }

        public static Answer failure(int status, String message) {
            return new Answer(
                    status,
                    StandardCharsets.UTF_8.encode(
                            Json.object("message", message).toString()));
        }
    }

    private final HttpServer server;
    private final Answers answers;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private volatile String version = "1.41";
    private volatile Optional<Answer> trouble = Optional.empty();
    private volatile CountDownLatch hangs = new CountDownLatch(0);
    private volatile Duration slowness = Duration.ZERO;

    private EngineServer(HttpServer server, Answers answers) {
        this.server = server;
        this.answers = answers;
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public static EngineServer start(Answers answers) {
        return start(0, answers);
    }

    /** Starts on the port that another one had. */
    public static EngineServer start(int port, Answers answers) {
        try {
            return new EngineServer(HttpServer.create(loopback(port), 0), answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one that speaks TLS. */
    public static EngineServer start(HttpsConfigurator tls, Answers answers) {
        try {
            var server = HttpsServer.create(loopback(0), 0);
            server.setHttpsConfigurator(tls);
            return new EngineServer(server, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Connects to it. */
    public EngineApi connect(Duration deadline) {
        return connect(host(), deadline);
    }

    /** Connects to whatever is at that address. */
    static EngineApi connect(String host, Duration deadline) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        return EngineApi.connect(config, deadline, (_, _, _) -> {});
    }

    public String host() {
        return "tcp://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** It speaks this from now on. */
    public void speaks(String newest) {
        version = newest;
    }

    /** All requests get this from now on, but for those that ask for its version. */
    public void fails(Answer answer) {
        trouble = Optional.of(answer);
    }

    /** No request is answered from now on. */
    public void hangs() {
        hangs = new CountDownLatch(1);
    }

    /** Each answer takes so long from now on. */
    public void slow(Duration each) {
        slowness = each;
    }

    /** It answers again, and at once. */
    public void recovers() {
        trouble = Optional.empty();
        slowness = Duration.ZERO;
        hangs.countDown();
    }

    /** How many requests there were, for whatever. */
    public int calls() {
        return calls.get();
    }

    /** What was asked for, with its version. */
    public List<String> paths() {
        return List.copyOf(paths);
    }

    /** How many streams of events are open. */
    public int streams() {
        return streams.size();
    }

    /** Tells whoever follows the events. */
    public void event(String line) throws IOException {
        for (var stream : streams) {
            stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }
    }

    /** Ends the streams of events. */
    public void dropStreams() throws IOException {
        for (var stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    @Override
    public void close() {
        hangs.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        paths.add(exchange.getRequestURI().getPath());
        awaitRecovery();
        exchange.getResponseHeaders().set("Api-Version", version);
        var path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
        if (path.equals("/_ping")) {
            send(Answer.of(Json.object()), exchange);
        } else if (trouble.isPresent()) {
            send(trouble.get(), exchange);
        } else if (path.equals("/events")) {
            // Before who asked can know that it is open.
            streams.add(exchange.getResponseBody());
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        } else {
            send(answers.to(path, String.valueOf(exchange.getRequestURI().getQuery())), exchange);
        }
    }

    private void awaitRecovery() throws IOException {
        try {
            hangs.await();
            TimeUnit.NANOSECONDS.sleep(slowness.toNanos());
        } catch (InterruptedException e) {
            throw new IOException("the engine was stopped", e);
        }
    }

    private static void send(Answer answer, HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), answer.body().remaining());
            Channels.newChannel(exchange.getResponseBody()).write(answer.body().duplicate());
        }
    }
}
