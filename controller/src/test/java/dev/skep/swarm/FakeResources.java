package dev.skep.swarm;

import dev.skep.observed.Labels;
import dev.skep.observed.ObservedResource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks, configs or secrets of a {@link FakeSwarm}: names are unique within a kind. */
final class FakeResources {
    private final String kind;
    private final Map<String, ObservedResource> byId = new LinkedHashMap<>();
    private final Map<String, byte[]> data = new LinkedHashMap<>();

    FakeResources(String kind) {
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    void create(String id, String name, Map<String, String> labels, byte[] content, long version) {
        if (byId.values().stream().anyMatch(r -> r.name().equals(name))) {
            throw new SwarmException.NameTaken("%s %s already exists".formatted(kind, name));
        }
        var seen = kind.equals("config") ? new String(content, StandardCharsets.UTF_8) : "";
        byId.put(id, new ObservedResource(id, version, name, Map.copyOf(labels), seen));
        data.put(id, content.clone());
    }

    /** As the engine does: by id, else by name. */
    ObservedResource find(String idOrName) {
        return lookUp(idOrName).orElseThrow(() -> new SwarmException.Gone("%s %s not found".formatted(kind, idOrName)));
    }

    Optional<ObservedResource> lookUp(String idOrName) {
        return byId.values().stream()
                .filter(r -> r.id().equals(idOrName) || r.name().equals(idOrName))
                .findFirst();
    }

    void label(ObservedResource read, Map<String, String> labels, long version) {
        var now = find(read.id());
        if (now.version() != read.version()) {
            throw new SwarmException.StaleVersion("%s %s: update out of sequence".formatted(kind, now.name()));
        }
        byId.put(now.id(), new ObservedResource(now.id(), version, now.name(), Map.copyOf(labels), now.text()));
    }

    void remove(ObservedResource resource) {
        byId.remove(resource.id());
        data.remove(resource.id());
    }

    String text(String name) {
        return new String(data.get(find(name).id()), StandardCharsets.UTF_8);
    }

    List<ObservedResource> all() {
        return List.copyOf(byId.values());
    }

    /** As a snapshot has it: only what carries our label. */
    List<ObservedResource> ours() {
        return byId.values().stream()
                .filter(r -> r.labels().containsKey(Labels.NAME))
                .toList();
    }
}
