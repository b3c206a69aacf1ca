package dev.skep.observed;

import dev.skep.desired.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds snapshots by hand, for tests of what is decided on them. */
public final class World {
    public static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private Instant at = NOW;
    private final List<ObservedNode> nodes = new ArrayList<>();
    private final List<ObservedService> services = new ArrayList<>();
    private final List<ObservedTask> tasks = new ArrayList<>();

    /** The snapshot is taken so long after {@link #NOW}. */
    public World after(Duration time) {
        at = NOW.plus(time);
        return this;
    }

    /** Nodes that are ready, of these host names. */
    public World nodes(String... hostnames) {
        for (var hostname : hostnames) {
            node(hostname, true, true);
        }
        return this;
    }

    public World node(String hostname, boolean ready, boolean active) {
        nodes.add(new ObservedNode(
                hostname,
                1,
                hostname,
                hostname + ".test",
                ready,
                active,
                Map.of(),
                Json.object("Labels", Map.of(), "Role", "manager")));
        return this;
    }

    /** A service of a manifest, with these fields in its spec. */
    public World service(String manifest, String name, Object... fields) {
        return service(manifest, name, Optional.empty(), fields);
    }

    public World service(String manifest, String name, Optional<Rollout> rollout, Object... fields) {
        var spec = Json.object(fields);
        spec.put("Name", name);
        spec.withObject("Labels").put(Labels.NAME, manifest);
        services.add(new ObservedService(name, name, 1, spec, Optional.empty(), rollout, 0, 0, NOW));
        return this;
    }

    /** A task that is wanted. */
    public World task(String service, String node, String state, String templateHash) {
        return task(service, node, state, "running", "", templateHash);
    }

    /** Each task changed a second later than the one before. */
    public World task(
            String service, String node, String state, String desiredState, String error, String templateHash) {
        var changedAt = NOW.plusSeconds(tasks.size());
        tasks.add(new ObservedTask(
                "task-" + tasks.size(),
                service,
                1,
                node,
                state,
                desiredState,
                changedAt,
                error,
                templateHash,
                Map.of()));
        return this;
    }

    public Observed observed() {
        return new Observed(
                at, List.copyOf(nodes), List.copyOf(services), List.copyOf(tasks), List.of(), List.of(), List.of());
    }
}
