package dev.skep.swarm;

import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Previous;
import dev.skep.observed.Rollout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the engine's answers: https://docs.docker.com/reference/api/engine/version/v1.41/ */
final class EngineJson {
    private static final String ENDED_WELL =
            "the container ended with exit 0, by itself or because it was never healthy";

    private static final TokenFilter ALL = TokenFilter.INCLUDE_ALL;

    /** What {@link #task} reads, and nothing else. */
    static final TokenFilter TASK = Only.fields(Map.of(
            "ID", ALL,
            "ServiceID", ALL,
            "Slot", ALL,
            "NodeID", ALL,
            "DesiredState", ALL,
            "Status", ALL,
            "Spec", Only.fields(Map.of("ContainerSpec", Only.fields(Map.of("Labels", ALL)))),
            "NetworksAttachments",
                    Only.fields(Map.of(
                            "Addresses",
                            ALL,
                            "Network",
                            Only.fields(Map.of("Spec", Only.fields(Map.of("Name", ALL))))))));

    private EngineJson() {}

    static ObservedNode node(JsonNode json) {
        var spec = (ObjectNode) json.path("Spec");
        return new ObservedNode(
                json.path("ID").asText(),
                version(json),
                json.path("Description").path("Hostname").asText(),
                json.path("Status").path("Addr").asText(),
                json.path("Status").path("State").asText().equals("ready"),
                spec.path("Availability").asText().equals("active"),
                labels(spec.path("Labels")),
                spec);
    }

    static ObservedService service(JsonNode json) {
        var spec = (ObjectNode) json.path("Spec");
        var previous = json.path("PreviousSpec");
        var status = json.path("ServiceStatus");
        return new ObservedService(
                json.path("ID").asText(),
                ObservedService.nameOf(spec),
                version(json),
                spec,
                previous.isObject() ? Optional.of(Previous.of(previous)) : Optional.empty(),
                rollout(json.path("UpdateStatus")),
                status.path("RunningTasks").asInt(),
                status.path("DesiredTasks").asInt(),
                time(json.path("UpdatedAt")));
    }

    private static Optional<Rollout> rollout(JsonNode json) {
        var state = json.path("State").asText();
        if (state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rollout(
                Rollout.State.valueOf(state.toUpperCase(Locale.ROOT)),
                time(json.path("StartedAt")),
                json.path("Message").asText()));
    }

    static ObservedTask task(JsonNode json) {
        var status = json.path("Status");
        return new ObservedTask(
                json.path("ID").asText(),
                json.path("ServiceID").asText(),
                json.path("Slot").asInt(),
                json.path("NodeID").asText(),
                status.path("State").asText(),
                json.path("DesiredState").asText(),
                time(status.path("Timestamp")),
                error(status),
                ObservedTask.templateHashOf(json.path("Spec")),
                addresses(json.path("NetworksAttachments")));
    }

    /**
     * A container that ends well is no error to Swarm, though a service's is to run on; so is one that was stopped because it
     * was never healthy, and ended well then.
     */
    private static String error(JsonNode status) {
        var error = status.path("Err").asText();
        return error.isBlank() && status.path("State").asText().equals("complete") ? ENDED_WELL : error;
    }

    private static Map<String, String> addresses(JsonNode attachments) {
        var addresses = new LinkedHashMap<String, String>();
        for (var attachment : attachments) {
            var address = attachment.path("Addresses").path(0).asText().replaceFirst("/.*", "");
            addresses.put(attachment.path("Network").path("Spec").path("Name").asText(), address);
        }
        return Map.copyOf(addresses);
    }

    /** Networks stand flat, unlike everything else. */
    static ObservedResource network(JsonNode json) {
        return new ObservedResource(
                json.path("Id").asText(), 0, json.path("Name").asText(), labels(json.path("Labels")), "");
    }

    /** A secret, or a config whatever it holds. */
    static ObservedResource resource(JsonNode json) {
        return resource(json, "");
    }

    static ObservedResource config(JsonNode json) {
        var data = Base64.getDecoder().decode(json.path("Spec").path("Data").asText());
        return resource(json, new String(data, StandardCharsets.UTF_8));
    }

    private static ObservedResource resource(JsonNode json, String text) {
        var spec = json.path("Spec");
        return new ObservedResource(
                json.path("ID").asText(), version(json), spec.path("Name").asText(), labels(spec.path("Labels")), text);
    }

    private static long version(JsonNode json) {
        return json.path("Version").path("Index").asLong();
    }

    private static Instant time(JsonNode json) {
        return json.asText().isEmpty() ? Instant.EPOCH : Instant.parse(json.asText());
    }

    private static Map<String, String> labels(JsonNode json) {
        var labels = new LinkedHashMap<String, String>();
        json.properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        return labels;
    }
}
