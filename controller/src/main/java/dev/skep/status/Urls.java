package dev.skep.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedService;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a counter answers, as the swarm has it published. */
public final class Urls {
    private Urls() {}

    /** One URL for each node that takes requests; empty where nothing is published. */
    public static List<String> of(String manifest, Observed observed) {
        return observed.servicesOf(manifest).stream()
                .flatMap(s -> of(s, observed))
                .sorted()
                .distinct()
                .toList();
    }

    private static Stream<String> of(ObservedService service, Observed observed) {
        return service.spec().path("EndpointSpec").path("Ports").valueStream().flatMap(port -> nodes(
                        service, port, observed)
                .map(n -> "http://%s:%d/"
                        .formatted(n.address(), port.path("PublishedPort").asInt())));
    }

    /** The routing mesh answers on every node, a host port where a task runs. */
    private static Stream<ObservedNode> nodes(ObservedService service, JsonNode port, Observed observed) {
        var nodes = observed.nodes().stream()
                .filter(ObservedNode::ready)
                .sorted(Comparator.comparing(ObservedNode::hostname));
        if (port.path("PublishMode").asText().equals("ingress")) {
            return nodes;
        }
        var tasks = observed.tasksOf(service);
        return nodes.filter(
                n -> tasks.stream().anyMatch(t -> t.running() && t.nodeId().equals(n.id())));
    }
}
