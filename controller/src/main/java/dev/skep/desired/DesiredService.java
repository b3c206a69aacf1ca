package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.manifest.UpdateSpec;
import dev.skep.observed.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A service that should be.
 *
 * @param spec what Skep says of it; fields that stand elsewhere in the real spec are kept. Networks, secrets and
 *     configs stand by name.
 * @param volume the volume that ties it to a node
 * @param onFailure what a failed rollout leads to
 * @param deadline how long a rollout may take
 */
public record DesiredService(
        String name, ObjectNode spec, Optional<Volume> volume, UpdateSpec.FailureAction onFailure, Duration deadline) {

    /** Takes the spec, and puts the hashes into its labels. */
    public static DesiredService of(
            ObjectNode spec, Optional<Volume> volume, UpdateSpec.FailureAction onFailure, Duration deadline) {
        var template = (ObjectNode) spec.get("TaskTemplate");
        var container = (ObjectNode) template.get("ContainerSpec");
        container.withObject("Labels").put(Labels.TEMPLATE, Json.hash(template));
        spec.withObject("Labels").put(Labels.SPEC, Json.hash(spec));
        return new DesiredService(spec.get("Name").asText(), spec, volume, onFailure, deadline);
    }

    /** The same with other names for these, wherever in it they stand. */
    DesiredService renamed(Map<String, String> names) {
        var copy = renamed(spec, names);
        copy.withObject("Labels").remove(Labels.SPEC);
        copy.withObject("TaskTemplate")
                .withObject("ContainerSpec")
                .withObject("Labels")
                .remove(Labels.TEMPLATE);
        return of(copy, volume, onFailure, deadline);
    }

    /** The spec of a service as it would be if it were called so; the hashes in it are of what it is. */
    public static ObjectNode called(String name, ObjectNode spec) {
        return renamed(spec, Map.of(spec.path("Name").asText(), name));
    }

    private static ObjectNode renamed(ObjectNode spec, Map<String, String> names) {
        var words = Pattern.compile(
                names.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(?:", ")\\b")));
        return Json.rewritten(spec, text -> words.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(names.get(found.group()))));
    }

    /** Hash of the whole spec. */
    public String hash() {
        return spec.get("Labels").get(Labels.SPEC).asText();
    }

    /** Hash of the task template: tasks that carry another are old. */
    public String templateHash() {
        return spec.get("TaskTemplate")
                .get("ContainerSpec")
                .get("Labels")
                .get(Labels.TEMPLATE)
                .asText();
    }

    /** Whether its tasks are on this network. */
    public boolean on(String network) {
        return spec.path("TaskTemplate").path("Networks").valueStream().anyMatch(n -> n.path("Target")
                .asText()
                .equals(network));
    }

    public String component() {
        return spec.get("Labels").get(Labels.COMPONENT).asText();
    }

    /** The name of the group that it is of; empty: of none. */
    public String group() {
        return spec.path("Labels").path(Labels.GROUP).asText();
    }
}
