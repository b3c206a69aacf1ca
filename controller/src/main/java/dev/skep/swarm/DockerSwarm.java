package dev.skep.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The swarm that an engine is a manager of. */
public final class DockerSwarm implements Swarm {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The query for what carries our label. */
    public static final Map<String, String> OURS = Map.of("filters", "{\"label\":[\"" + Labels.NAME + "\"]}");

    private final Sharing sharing = new Sharing();
    private final ListReader<ObservedNode> nodes = ListReader.of(EngineJson::node);
    private final ListReader<ObservedService> services =
            ListReader.of(json -> sharing.service(EngineJson.service(json)));
    private final ListReader<ObservedTask> tasks =
            ListReader.of(EngineJson.TASK, json -> sharing.task(EngineJson.task(json)));
    private final ListReader<ObservedResource> networks =
            ListReader.of(json -> sharing.resource(EngineJson.network(json)));
    private final ListReader<ObservedResource> configs =
            ListReader.of(json -> sharing.resource(EngineJson.config(json)));
    private final ListReader<ObservedResource> secrets =
            ListReader.of(json -> sharing.resource(EngineJson.resource(json)));
    private final Pins pins = new Pins(this::digested);

    private final EngineApi engine;

    public DockerSwarm(EngineApi engine) {
        this.engine = engine;
    }

    @Override
    public Observed observe() {
        var at = Instant.now();
        var read = engine.list("/services", Map.of("filters", OURS.get("filters"), "status", "true"), services);
        return new Observed(
                at,
                engine.list("/nodes", Map.of(), nodes),
                read,
                listTasksOf(read),
                engine.list("/networks", OURS, networks),
                engine.list("/configs", OURS, configs),
                engine.list("/secrets", OURS, secrets));
    }

    @Override
    public List<ObservedTask> tasksOf(List<ObservedService> read) {
        return Observed.withAdopted(listTasksOf(read), read);
    }

    /**
     * A task keeps the labels that its service had when it was made, so those from before an adoption are found among all.
     * (Asked for by service, the engine answers 404 when one of these has just gone.)
     */
    private List<ObservedTask> listTasksOf(List<ObservedService> read) {
        if (read.stream().allMatch(s -> s.label(Labels.ADOPTED).isEmpty())) {
            return engine.list("/tasks", OURS, tasks);
        }
        var ids = read.stream().map(ObservedService::id).collect(Collectors.toSet());
        return engine.list("/tasks", Map.of(), tasks).stream()
                .filter(t -> ids.contains(t.serviceId()))
                .toList();
    }

    @Override
    public void createNetwork(String name, Map<String, String> labels) {
        engine.post("/networks/create", Map.of(), overlay(name, labels));
    }

    @Override
    public void createInternalNetwork(String name, Map<String, String> labels) {
        var network = overlay(name, labels);
        network.put("Internal", true);
        network.put("Attachable", false);
        engine.post("/networks/create", Map.of(), network);
    }

    /** The engine makes a second network of the same name without a word, unless told to check. */
    private static ObjectNode overlay(String name, Map<String, String> labels) {
        return Json.object("Name", name, "Driver", "overlay", "CheckDuplicate", true, "Labels", labels);
    }

    @Override
    public void removeNetwork(String id) {
        engine.delete("/networks/" + id);
    }

    @Override
    public void createConfig(String name, Map<String, String> labels, byte[] data) {
        engine.post("/configs/create", Map.of(), file(name, labels, data));
    }

    @Override
    public void labelConfig(ObservedResource config, Map<String, String> labels) {
        label("/configs/", config, labels);
    }

    private void label(String path, ObservedResource resource, Map<String, String> labels) {
        engine.post(
                path + resource.id() + "/update",
                Map.of("version", Long.toString(resource.version())),
                Json.object("Name", resource.name(), "Labels", labels));
    }

    @Override
    public void removeConfig(String id) {
        engine.delete("/configs/" + id);
    }

    @Override
    public void createSecret(String name, Map<String, String> labels, byte[] data) {
        engine.post("/secrets/create", Map.of(), file(name, labels, data));
    }

    @Override
    public void labelSecret(ObservedResource secret, Map<String, String> labels) {
        label("/secrets/", secret, labels);
    }

    @Override
    public void removeSecret(String id) {
        engine.delete("/secrets/" + id);
    }

    private static ObjectNode file(String name, Map<String, String> labels, byte[] data) {
        return Json.object(
                "Name", name, "Labels", labels, "Data", Base64.getEncoder().encodeToString(data));
    }

    @Override
    public void createService(ObjectNode spec) {
        engine.post("/services/create", Map.of(), withIds(spec));
    }

    @Override
    public Optional<ObservedService> find(String name) {
        try {
            var service = EngineJson.service(engine.get("/services/" + name, Map.of()));
            // The engine takes the start of an id as well.
            return Optional.of(service).filter(s -> s.nameInSwarm().equals(name));
        } catch (SwarmException.Gone e) {
            return Optional.empty();
        }
    }

    @Override
    public void updateService(String id, long version, ObjectNode spec) {
        engine.post("/services/" + id + "/update", Map.of("version", Long.toString(version)), withIds(spec));
    }

    @Override
    public void removeService(String id) {
        engine.delete("/services/" + id);
    }

    @Override
    public void updateNode(String id, long version, ObjectNode spec) {
        engine.post("/nodes/" + id + "/update", Map.of("version", Long.toString(version)), spec);
    }

    @Override
    public Optional<String> pinned(String image) {
        if (image.contains("@")) {
            return Optional.of(image);
        }
        return pins.of(image);
    }

    private Optional<String> digested(String image) {
        try {
            var digest = engine.get("/distribution/" + image + "/json", Map.of())
                    .path("Descriptor")
                    .path("digest")
                    .asText();
            return digest.isEmpty() ? Optional.empty() : Optional.of(image + "@" + digest);
        } catch (SwarmException e) {
            // Not an error: an image may be there without any registry, and then it has no digest.
            return Optional.empty();
        }
    }

    @Override
    public Watch watch(Consumer<SwarmEvent> onEvent, Runnable ended) {
        return EventStream.open(engine, onEvent, ended);
    }

    /** Secrets and configs are referred to by id as well as by name; networks may be by name. */
    private ObjectNode withIds(ObjectNode spec) {
        var result = spec.deepCopy();
        var container = result.path("TaskTemplate").path("ContainerSpec");
        fill(container.path("Secrets"), "/secrets", "SecretName", "SecretID");
        fill(container.path("Configs"), "/configs", "ConfigName", "ConfigID");
        return result;
    }

    private void fill(JsonNode references, String path, String nameField, String idField) {
        if (references.isEmpty()) {
            return;
        }
        var names =
                references.valueStream().map(r -> r.path(nameField).asText()).toList();
        var query = Map.of("filters", Json.object("name", names).toString());
        var ids = Observed.idsByName(engine.list(path, query, ListReader.of(EngineJson::resource)));
        for (var reference : references) {
            var name = reference.path(nameField).asText();
            if (reference instanceof ObjectNode object && ids.containsKey(name)) {
                object.put(idField, ids.get(name));
            }
        }
    }

    /** One line of the event stream. */
    static SwarmEvent event(String line) throws IOException {
        var json = JSON.readTree(line);
        return new SwarmEvent(
                json.path("Type").asText(),
                json.path("Action").asText(),
                json.path("Actor").path("Attributes").path("name").asText());
    }
}
