package dev.skep.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Previous;
import dev.skep.observed.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A service of a {@link FakeSwarm}: its spec under compare-and-set, its rollout, its tasks. */
final class FakeService {
    private final String id;
    private ObjectNode spec;
    private Optional<ObjectNode> previous = Optional.empty();
    private long version;
    private Instant updatedAt;
    private Optional<Rollout> rollout = Optional.empty();
    private final List<FakeTask> tasks = new ArrayList<>();

    FakeService(String id, long version, ObjectNode spec, Instant now) {
        this.id = id;
        this.version = version;
        this.spec = spec;
        this.updatedAt = now;
    }

    String id() {
        return id;
    }

    String name() {
        return spec.path("Name").asText();
    }

    ObjectNode spec() {
        return spec;
    }

    boolean isOurs() {
        return spec.path("Labels").has(Labels.NAME);
    }

    ObjectNode template() {
        return (ObjectNode) spec.path("TaskTemplate");
    }

    List<FakeTask> tasks() {
        return tasks;
    }

    /** Each update forgets how the last one went, as Swarm does. */
    void update(long expected, long next, ObjectNode replacement, Instant now) {
        if (expected != version) {
            throw new SwarmException.StaleVersion(name() + ": update out of sequence");
        }
        previous = Optional.of(spec);
        spec = replacement;
        version = next;
        rollout = Optional.empty();
        updatedAt = now;
    }

    void rollout(Rollout.State state, Instant now, String message) {
        var startedAt = rollout.map(Rollout::startedAt).orElse(now);
        if (!rollsOut(state)) {
            updatedAt = now;
        }
        rollout = Optional.of(new Rollout(state, startedAt, message));
    }

    boolean neverUpdated() {
        return previous.isEmpty();
    }

    boolean rollsOut(Rollout.State state) {
        return rollout.filter(r -> r.state() == state).isPresent();
    }

    boolean refersTo(String field, String value) {
        return refersTo(spec.path("TaskTemplate"), field, value);
    }

    private static boolean refersTo(JsonNode tree, String field, String value) {
        return tree.findValues(field).stream().anyMatch(v -> v.asText().equals(value));
    }

    ObservedService observed() {
        var running = (int) tasks.stream().filter(t -> t.is("running")).count();
        var wanted = (int) tasks.stream().filter(FakeTask::wanted).count();
        return new ObservedService(
                id,
                ObservedService.nameOf(spec),
                version,
                spec.deepCopy(),
                previous.map(Previous::of),
                rollout,
                running,
                wanted,
                updatedAt);
    }
}
