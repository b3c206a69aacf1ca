package dev.skep.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What a {@link FakeEngine} holds. Tasks run as soon as their service is there. */
final class FakeState {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NODE = "node-1";

    /** What {@code skep install} makes before any manifest is followed. */
    private static final String REDIS_NETWORK = "skep-redis";

    private final Map<String, Map<String, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
    private long index = 10;

    FakeState() {
        var node = object("nodes", NODE, JSON.objectNode());
        node.putObject("Spec")
                .put("Availability", "active")
                .put("Role", "manager")
                .putObject("Labels");
        node.putObject("Description").put("Hostname", NODE);
        node.putObject("Status").put("State", "ready").put("Addr", "127.0.0.1");
        var installed = object("networks", REDIS_NETWORK, JSON.objectNode());
        installed.put("Name", REDIS_NETWORK).putObject("Labels").put("dev.skep.name", "skep-controller");
    }

    /** An answer that is no success. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Completes when the service of that name is next updated, with the time of System.nanoTime. */
    CompletableFuture<Long> updateOf(String service) {
        return awaited.computeIfAbsent(service, _ -> new CompletableFuture<>());
    }

    /** How many there are. */
    synchronized int count(String kind) {
        return all(kind).size();
    }

    /** @param names of those that are asked for; none: of all */
    synchronized JsonNode list(String kind, Set<String> names) {
        return switch (kind) {
            case "tasks" -> tasks();
            case "info" -> info();
            case "services", "nodes", "networks", "configs", "secrets" ->
                JSON.arrayNode().addAll(named(kind, names));
            default -> throw new Refused(404, "no such page: " + kind);
        };
    }

    synchronized JsonNode create(String kind, ObjectNode body) {
        var created = object(kind, kind + "-" + ++index, JSON.objectNode());
        if (kind.equals("networks")) {
            created.setAll(body);
        } else {
            body.remove("Data");
            created.set("Spec", body);
        }
        return JSON.objectNode().put("ID", created.path("ID").asText());
    }

    synchronized JsonNode update(String kind, String id, long version, ObjectNode spec) {
        var updated = existing(kind, id);
        if (updated.path("Version").path("Index").asLong() != version) {
            throw new Refused(500, "rpc error: code = Unknown desc = update out of sequence");
        }
        updated.set("PreviousSpec", updated.get("Spec"));
        updated.set("Spec", spec);
        updated.withObject("Version").put("Index", ++index);
        var awaiting = awaited.remove(spec.path("Name").asText());
        if (awaiting != null) {
            awaiting.complete(System.nanoTime());
        }
        return JSON.objectNode();
    }

    synchronized void remove(String kind, String id) {
        existing(kind, id);
        all(kind).remove(id);
    }

    private ObjectNode object(String kind, String id, ObjectNode object) {
        object.put("ID", id);
        object.putObject("Version").put("Index", ++index);
        object.put("Id", id)
                .put("CreatedAt", Instant.now().toString())
                .put("UpdatedAt", Instant.now().toString());
        all(kind).put(id, object);
        return object;
    }

    private ObjectNode existing(String kind, String id) {
        var found = all(kind).get(id);
        if (found == null) {
            throw new Refused(404, kind + " " + id + " not found");
        }
        return found;
    }

    private Map<String, ObjectNode> all(String kind) {
        return objects.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
    }

    private List<ObjectNode> named(String kind, Set<String> names) {
        return all(kind).values().stream()
                .filter(o -> names.isEmpty()
                        || names.contains(o.path("Spec").path("Name").asText()))
                .toList();
    }

    private static ObjectNode info() {
        var info = JSON.objectNode();
        info.putObject("Swarm").put("NodeID", NODE).put("ControlAvailable", true);
        return info;
    }

    private ArrayNode tasks() {
        var tasks = JSON.arrayNode();
        for (var service : all("services").values()) {
            var replicas = service.at("/Spec/Mode/Replicated/Replicas").asInt(1);
            for (int slot = 1; slot <= replicas; slot++) {
                tasks.add(task(service, slot));
            }
        }
        return tasks;
    }

    /** With all that an engine says of a task: reading it is what costs. */
    private static ObjectNode task(ObjectNode service, int slot) {
        var id = service.path("ID").asText();
        var at = service.path("CreatedAt").asText();
        var task = JSON.objectNode().put("ID", id + "-" + slot);
        task.set("Version", service.path("Version"));
        task.put("CreatedAt", at)
                .put("UpdatedAt", at)
                .put("ServiceID", id)
                .put("Slot", slot)
                .put("NodeID", NODE)
                .put("DesiredState", "running");
        task.set("Labels", JSON.objectNode());
        task.set("Spec", service.at("/Spec/TaskTemplate"));
        var status = task.putObject("Status");
        status.put("Timestamp", at).put("State", "running").put("Message", "started");
        status.putObject("ContainerStatus").put("ContainerID", "c".repeat(64)).put("PID", 1000 + slot);
        var network = task.putArray("NetworksAttachments").addObject();
        network.putObject("Network").put("ID", "n".repeat(25)).set("Spec", JSON.objectNode());
        network.putArray("Addresses").add("10.0.1." + slot % 250 + "/24");
        return task;
    }
}
