package dev.skep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine over HTTP, node1 of three, as far as {@code skep events} asks it. */
final class FakeEngine implements AutoCloseable {
    private static final String LOGS = "/containers/(?<id>\\w+)/logs";

    private record Container(String id, int created, Optional<String> log) {}

    private final HttpServer server;
    private final List<Container> containers = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> whenRead = new ConcurrentHashMap<>();
    private volatile String controllersNode = "";

    private FakeEngine(HttpServer server) {
        this.server = server;
    }

    static FakeEngine start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var engine = new FakeEngine(server);
            server.createContext("/", engine::handle);
            server.start();
            return engine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    FakeEngine controllerRuns(String node) {
        controllersNode = node;
        return this;
    }

    void controllerIsGone() {
        controllersNode = "";
    }

    FakeEngine container(String id, int created, String log) {
        containers.add(new Container(id, created, Optional.of(log)));
        return this;
    }

    /** One that is listed, and removed before its log is asked for. */
    FakeEngine goneContainer(String id, int created) {
        containers.add(new Container(id, created, Optional.empty()));
        return this;
    }

    /** Does something once the log of a container was handed out. */
    void whenRead(String container, Runnable then) {
        whenRead.put(container, then);
    }

    /** Whether a request had this in its query. */
    boolean asked(String words) {
        return asked.stream().anyMatch(q -> q.contains(words));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(String.valueOf(exchange.getRequestURI().getQuery()));
            exchange.getResponseHeaders().set("Api-Version", "1.41");
            var path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.41", "");
            if (path.matches(LOGS)) {
                log(path.replaceFirst(LOGS, "${id}"), exchange);
            } else {
                send(200, answer(path).toString().getBytes(StandardCharsets.UTF_8), exchange);
            }
        }
    }

    private void log(String id, HttpExchange exchange) throws IOException {
        var container =
                containers.stream().filter(c -> c.id.equals(id)).findFirst().orElseThrow();
        if (container.log.isEmpty()) {
            send(404, "{\"message\":\"No such container\"}".getBytes(StandardCharsets.UTF_8), exchange);
            return;
        }
        var bytes = container.log.get().getBytes(StandardCharsets.UTF_8);
        // Before the answer: who reads it to its end looks again at once.
        whenRead.getOrDefault(id, () -> {}).run();
        send(
                200,
                ByteBuffer.allocate(8 + bytes.length)
                        .put((byte) 1)
                        .putInt(4, bytes.length)
                        .put(8, bytes)
                        .array(),
                exchange);
    }

    private JsonNode answer(String path) {
        return switch (path) {
            case "/_ping" -> Json.object();
            case "/info" -> Json.object("Swarm", Json.object("NodeID", "node1"));
            case "/containers/json" ->
                array(containers.stream()
                        .map(c -> Json.object("Id", c.id, "Created", c.created))
                        .toList());
            case "/nodes" ->
                array(List.of(1, 2, 3).stream().map(FakeEngine::node).toList());
            case "/services" -> array(controllersNode.isEmpty() ? List.of() : List.of(service()));
            case "/tasks" -> array(controllersNode.isEmpty() ? List.of() : List.of(task()));
            case "/networks", "/configs", "/secrets" -> array(List.of());
            default -> throw new IllegalStateException("nobody should ask for " + path);
        };
    }

    private static JsonNode node(int number) {
        return Json.object(
                "ID", "node" + number,
                "Description", Json.object("Hostname", "node" + number),
                "Status", Json.object("Addr", "10.0.0." + number, "State", "ready"),
                "Spec", Json.object("Availability", "active", "Labels", Json.object()));
    }

    private static JsonNode service() {
        var labels = Json.object(Labels.NAME, ControllerService.NAME);
        return Json.object("ID", "service", "Spec", Json.object("Name", ControllerService.NAME, "Labels", labels));
    }

    private JsonNode task() {
        return Json.object(
                "ID", "task",
                "ServiceID", "service",
                "NodeID", controllersNode,
                "DesiredState", "running",
                "Status", Json.object("State", "running"));
    }

    private static JsonNode array(List<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }

    private static void send(int status, byte[] body, HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
