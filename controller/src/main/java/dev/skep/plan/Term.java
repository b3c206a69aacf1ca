package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What users call a field of a service's spec, and which field of their manifest asks for it. What no row names keeps its
 * path in the engine's API; what has no field of the manifest is Skep's own to say.
 *
 * @param path in the engine's API; what lies below is meant as well
 * @param what it is called
 * @param text of a value
 * @param asked the manifest's field, by the service's component
 */
record Term(String path, String what, Function<JsonNode, String> text, Map<String, String> asked) {
    private static final String CONTAINER = "TaskTemplate.ContainerSpec.";
    private static final String LIMITS = "TaskTemplate.Resources.Limits.";
    private static final String VIA = "spec.app.expose.via";
    private static final String MODE = "spec.redis.mode";
    private static final String TIMEOUT = "spec.app.requestTimeout";
    private static final String PORT = "spec.app.expose.port";

    private static final List<Term> TERMS = List.of(
            new Term(
                    CONTAINER + "Image",
                    "image",
                    Values::image,
                    Map.of("app", "spec.app.image", "redis", "spec.redis.image")),
            of("Mode.Replicated.Replicas", "replicas", Values::plain, "spec.app.replicas"),
            of(LIMITS + "NanoCPUs", "cpu limit", Values::cpus, "spec.app.resources.cpus"),
            of(LIMITS + "MemoryBytes", "memory limit", Values::size, "spec.app.resources.memory"),
            of("UpdateConfig.Order", "update order", Values::plain, "spec.app.update.order"),
            of("UpdateConfig.Parallelism", "update parallelism", Values::plain, "spec.app.update.parallelism"),
            of("UpdateConfig.Monitor", "update monitor", Values::duration, "spec.app.update.monitor"),
            of("UpdateConfig.Delay", "update delay", Values::duration),
            of("UpdateConfig", "update", Values::plain),
            of("EndpointSpec.Mode", "endpoint mode", Values::plain, VIA),
            new Term("EndpointSpec.Ports", "published port", Values::plain, Map.of("app", PORT, "gateway", PORT)),
            of("Labels.dev.skep.via", "way in", Values::plain, VIA),
            of("Labels", "label", Values::plain),
            of(CONTAINER + "Labels", "container label", Values::plain),
            of(CONTAINER + "Args", "arguments", Values::plain),
            of(CONTAINER + "Command", "command", Values::plain),
            of(CONTAINER + "Groups", "groups", Values::plain),
            of(CONTAINER + "CapabilityDrop", "dropped capabilities", Values::plain),
            of(CONTAINER + "StopGracePeriod", "stop grace period", Values::duration, TIMEOUT),
            of(CONTAINER + "Healthcheck.Interval", "health check interval", Values::duration),
            of(CONTAINER + "Healthcheck.Timeout", "health check timeout", Values::duration),
            of(CONTAINER + "Healthcheck.StartPeriod", "health check start period", Values::duration),
            of(CONTAINER + "Healthcheck", "health check", Values::plain),
            of("TaskTemplate.RestartPolicy.Delay", "restart delay", Values::duration),
            of("TaskTemplate.RestartPolicy", "restart", Values::plain),
            of("TaskTemplate.Placement.Constraints", "placement", Values::plain),
            of(CONTAINER + "Env.REDIS_MODE", "env REDIS_MODE", Values::plain, MODE),
            of(CONTAINER + "Env.REDIS_NODES", "env REDIS_NODES", Values::plain, MODE),
            of(CONTAINER + "Env.REDIS_GROUPS", "env REDIS_GROUPS", Values::plain, MODE),
            of(CONTAINER + "Env.REQUEST_TIMEOUT", "env REQUEST_TIMEOUT", Values::plain, TIMEOUT),
            of(CONTAINER + "Env", "env", Values::plain),
            of(CONTAINER + "Secrets", "secret", Values::plain),
            of(CONTAINER + "Configs", "config", Values::plain),
            of(CONTAINER + "Mounts", "mount", Values::plain),
            of("TaskTemplate.Networks", "network", Values::plain));

    private static Term of(String path, String what, Function<JsonNode, String> text) {
        return new Term(path, what, text, Map.of());
    }

    private static Term of(String path, String what, Function<JsonNode, String> text, String askedByApp) {
        return new Term(path, what, text, Map.of("app", askedByApp));
    }

    /** The first row, for the more exact stand before the others. */
    static Term of(String path) {
        return TERMS.stream()
                .filter(t -> path.equals(t.path) || path.startsWith(t.path + "."))
                .findFirst()
                .map(t -> path.equals(t.path) ? t : t.below(path))
                .orElseGet(() -> of(path, path, Values::plain));
    }

    private Term below(String inner) {
        return new Term(inner, what + " " + inner.substring(path.length() + 1), text, asked);
    }

    Optional<String> askedBy(String component) {
        return Optional.ofNullable(asked.get(component));
    }
}
