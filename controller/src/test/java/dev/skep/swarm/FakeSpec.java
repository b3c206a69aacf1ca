package dev.skep.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.ObservedResource;
import java.util.stream.Stream;

/** What Swarm makes of a service spec that it is given. */
record FakeSpec(FakeResources networks, FakeResources configs, FakeResources secrets) {

    /** Names become ids, what is zero is left out, and some fields are filled in. */
    ObjectNode stored(ObjectNode spec, Stream<ObjectNode> others) {
        refuseTakenPort(spec, others);
        var result = spec.deepCopy();
        var template = result.withObject("TaskTemplate");
        for (var network : template.path("Networks")) {
            ((ObjectNode) network).put("Target", network(network.path("Target").asText()));
        }
        var container = template.withObject("ContainerSpec");
        refer(container.path("Secrets"), secrets, "SecretName", "SecretID");
        refer(container.path("Configs"), configs, "ConfigName", "ConfigID");
        prune(result);
        container.put("Isolation", "default");
        template.put("ForceUpdate", 0).put("Runtime", "container");
        return result;
    }

    private String network(String idOrName) {
        return networks.lookUp(idOrName)
                .map(ObservedResource::id)
                .orElseThrow(() -> new SwarmException.Gone("network " + idOrName + " not found"));
    }

    private static void refer(JsonNode references, FakeResources kind, String nameField, String idField) {
        for (var reference : references) {
            var resource = kind.lookUp(reference.path(nameField).asText());
            if (resource.isEmpty()) {
                throw new SwarmException.Refused("malformed " + kind.kind() + " reference");
            }
            ((ObjectNode) reference).put(idField, resource.get().id());
        }
    }

    /** An ingress port is the swarm's, and one of a host the node's: the scheduler sees to those. */
    private static void refuseTakenPort(ObjectNode spec, Stream<ObjectNode> others) {
        var wanted = published(spec).toList();
        others.flatMap(FakeSpec::published)
                .filter(taken ->
                        wanted.stream().anyMatch(w -> w.number() == taken.number() && (w.ingress() || taken.ingress())))
                .findFirst()
                .ifPresent(taken -> {
                    throw new SwarmException.Refused("port '%d' is already in use as %s port"
                            .formatted(taken.number(), taken.ingress() ? "an ingress" : "a host-published"));
                });
    }

    private record Published(int number, boolean ingress) {}

    private static Stream<Published> published(ObjectNode spec) {
        return spec.path("EndpointSpec")
                .path("Ports")
                .valueStream()
                .map(p -> new Published(
                        p.path("PublishedPort").asInt(),
                        p.path("PublishMode").asText().equals("ingress")));
    }

    /** The engine's JSON omits what is empty; numbers and booleans mostly stay. */
    private static void prune(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties()
                    .removeIf(f -> f.getValue().isArray() && f.getValue().isEmpty());
        }
        tree.forEach(FakeSpec::prune);
    }
}
