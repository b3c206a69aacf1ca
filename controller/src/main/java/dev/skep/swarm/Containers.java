package dev.skep.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A service's containers on the engine that is spoken to, and what they wrote. The swarm's own way to a log ({@code docker
 * service logs}) waits for ever for a node that was lost a moment ago.
 */
public final class Containers {
    /** How far to read. */
    public enum Until {
        /** To what is written by now. */
        NOW("false"),
        /** Until the container ends. */
        ENDED("true");

        private final String follow;

        Until(String follow) {
            this.follow = follow;
        }
    }

    private final EngineApi engine;
    private final String service;

    public Containers(EngineApi engine, String service) {
        this.engine = engine;
        this.service = service;
    }

    /** The ids of all that are kept, also of those that ended; the oldest first. */
    public List<String> ids() {
        var label = "com.docker.swarm.service.name=" + service;
        var filters = Json.object("label", List.of(label)).toString();
        return engine.get("/containers/json", Map.of("all", "true", "filters", filters))
                .valueStream()
                .sorted(Comparator.comparingLong(
                        (JsonNode c) -> c.path("Created").asLong()))
                .map(c -> c.path("Id").asText())
                .toList();
    }

    /**
     * Hands over what a container wrote to its standard output, line by line.
     *
     * @throws SwarmException.Gone if it was removed
     */
    public void read(String id, Until until, Consumer<String> line) {
        var query = Map.of("stdout", "true", "follow", until.follow);
        try (var response = engine.stream("/containers/" + id + "/logs", query);
                var log = new LogFrames(response.getBody());
                var lines = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8))) {
            for (var next = lines.readLine(); next != null; next = lines.readLine()) {
                line.accept(next);
            }
        } catch (IOException e) {
            throw new SwarmException.Unreachable(
                    "the log of container %s at %s: %s".formatted(id, engine.host(), e.getMessage()), e);
        }
    }
}
