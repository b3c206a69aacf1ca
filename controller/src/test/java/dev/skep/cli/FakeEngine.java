package dev.skep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import dev.skep.swarm.EngineServer;
import dev.skep.swarm.EngineServer.Answer;
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

    private record Container(String id, int created, String log, Optional<Answer> failure) {}

    private final EngineServer server = EngineServer.start(this::answer);
    private final List<Container> containers = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> whenRead = new ConcurrentHashMap<>();
    private volatile String controllersNode = "";

    String host() {
        return server.host();
    }

    FakeEngine controllerRuns(String node) {
        controllersNode = node;
        return this;
    }

    void controllerIsGone() {
        controllersNode = "";
    }

    FakeEngine container(String id, int created, String log) {
        containers.add(new Container(id, created, log, Optional.empty()));
        return this;
    }

    /** One that is listed, and removed before its log is asked for. */
    FakeEngine goneContainer(String id, int created) {
        return failingContainer(id, created, 404, "No such container");
    }

    /** One whose log is not to be had. */
    FakeEngine failingContainer(String id, int created, int status, String message) {
        containers.add(new Container(id, created, "", Optional.of(Answer.failure(status, message))));
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
        server.close();
    }

    private Answer answer(String path, String query) {
        asked.add(query);
        return path.matches(LOGS) ? log(path.replaceFirst(LOGS, "${id}")) : Answer.of(document(path));
    }

    private Answer log(String id) {
        var container =
                containers.stream().filter(c -> c.id.equals(id)).findFirst().orElseThrow();
        if (container.failure.isPresent()) {
            return container.failure.get();
        }
        var bytes = container.log.getBytes(StandardCharsets.UTF_8);
        // Before the answer: who reads it to its end looks again at once.
        whenRead.getOrDefault(id, () -> {}).run();
        return new Answer(
                200,
                ByteBuffer.allocate(8 + bytes.length)
                        .put((byte) 1)
                        .putInt(4, bytes.length)
                        .position(8)
                        .put(bytes)
                        .flip());
    }

    private JsonNode document(String path) {
        return switch (path) {
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
}
