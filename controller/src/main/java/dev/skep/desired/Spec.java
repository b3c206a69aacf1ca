package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Parts of a raw service spec, as in the engine's API. Every field that Skep ever sets is always set, so that what
 * a manifest no longer asks for is taken back.
 */
final class Spec {
    /** What has no field in the manifest is watched for so long once it runs. */
    private static final Duration MONITOR = Duration.ofSeconds(3);

    private Spec() {}

    static ObjectNode service(
            String name, Map<String, String> labels, ObjectNode mode, ObjectNode endpoint, ObjectNode template) {
        return Json.object(
                "Name", name,
                "Labels", labels,
                "Mode", mode,
                "EndpointSpec", endpoint,
                "TaskTemplate", template);
    }

    static ObjectNode replicated(int replicas) {
        return Json.object("Replicated", Json.object("Replicas", replicas));
    }

    static ObjectNode global() {
        return Json.object("Global", Json.object());
    }

    /** Names resolve to the tasks' own addresses. */
    static ObjectNode dnsRoundRobin(List<ObjectNode> ports) {
        return Json.object("Mode", "dnsrr", "Ports", ports);
    }

    static ObjectNode port(String publishMode, int published, int target) {
        return Json.object(
                "Protocol", "tcp", "PublishMode", publishMode, "PublishedPort", published, "TargetPort", target);
    }

    /** Restarted whenever it ends. */
    static ObjectNode template(
            ObjectNode container, ObjectNode limits, List<String> constraints, List<ObjectNode> networks) {
        return Json.object(
                "ContainerSpec", container,
                "Resources", Json.object("Limits", limits),
                "RestartPolicy",
                        Json.object("Condition", "any", "Delay", nanos(Duration.ofSeconds(1)), "MaxAttempts", 0),
                "Placement", Json.object("Constraints", constraints),
                "Networks", networks);
    }

    static ObjectNode network(String name, String... aliases) {
        return Json.object("Target", name, "Aliases", List.of(aliases));
    }

    static ObjectNode limits(long nanoCpus, long memoryBytes) {
        return Json.object("NanoCPUs", nanoCpus, "MemoryBytes", memoryBytes);
    }

    static ObjectNode secret(String name, String file) {
        return Json.object("SecretName", name, "File", file(file));
    }

    static ObjectNode config(String name, String file) {
        return Json.object("ConfigName", name, "File", file(file));
    }

    /** Readable for all: what runs in the container is rarely root. */
    private static ObjectNode file(String name) {
        return Json.object("Name", name, "UID", "0", "GID", "0", "Mode", 0444);
    }

    static ObjectNode health(Duration interval, Duration startPeriod, String... test) {
        return Json.object(
                "Test", List.of(test),
                "Interval", nanos(interval),
                "Timeout", nanos(Duration.ofSeconds(3)),
                "Retries", 3,
                "StartPeriod", nanos(startPeriod));
    }

    /** One after the other, for what cannot be there twice. */
    static ObjectNode oneByOne() {
        return update("stop-first", 1, MONITOR);
    }

    /**
     * How tasks are replaced. A failure always pauses: the plan rolls back by itself, for Swarm's own rollback forgets
     * what it was that failed, and the next reconcile would try it again.
     */
    static ObjectNode update(String order, int parallelism, Duration monitor) {
        return Json.object(
                "Order",
                order,
                "Parallelism",
                parallelism,
                "FailureAction",
                "pause",
                "Monitor",
                nanos(monitor),
                "Delay",
                0,
                "MaxFailureRatio",
                0);
    }

    static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
