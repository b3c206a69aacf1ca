package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredService;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedService;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service that somebody else made becomes Skep's. Labels of a service replace no task; labels of its containers
 * would, so they are left out until the tasks are replaced for another reason (docs/decisions/0009).
 */
public final class Adoption {
    private static final String CONTAINER_LABELS = "TaskTemplate.ContainerSpec.Labels";

    private Adoption() {}

    /** What of its tasks is not as the manifest asks, and would make Swarm replace them; empty: they are kept. */
    public static List<Change> differences(
            ObservedService there, DesiredService desired, Manifest manifest, Map<String, String> networkNames) {
        var causes = new Causes(desired.component(), Optional.of(manifest), Causes.Kind.MANIFEST);
        return new Changes(there.spec(), desired.spec(), networkNames, causes)
                .of(restarting(there.spec(), desired.spec(), networkNames));
    }

    /**
     * Its spec with Skep's labels. It lacks the hash of what is asked for, so that the controller sees it as one that is
     * to be brought up to date.
     *
     * @param differences as {@link #differences} told them
     */
    public static ObjectNode labelled(ObservedService there, DesiredService desired, List<Change> differences) {
        var spec = there.spec().deepCopy();
        var labels = spec.withObject("Labels");
        desired.spec().path("Labels").properties().forEach(l -> labels.set(l.getKey(), l.getValue()));
        labels.remove(Labels.SPEC);
        if (differences.isEmpty()) {
            labels.put(Labels.ADOPTED, desired.templateHash());
        }
        return spec;
    }

    /** What a service is to be: one that was adopted keeps its containers without our labels as long as nothing else changes. */
    static ObjectNode wanted(ObservedService there, DesiredService desired, Map<String, String> networkNames) {
        var adopted = there.label(Labels.ADOPTED).equals(desired.templateHash());
        return adopted && restarting(there.spec(), desired.spec(), networkNames).isEmpty()
                ? withoutContainerLabels(desired.spec())
                : desired.spec();
    }

    /** The observed spec with what is wanted written into it. */
    static ObjectNode merged(ObservedService there, ObjectNode wanted) {
        var spec = SpecDiff.merged(there.spec(), wanted);
        if (wanted.path("TaskTemplate").path("ContainerSpec").has("Labels")) {
            spec.withObject("Labels").remove(Labels.ADOPTED);
        }
        return spec;
    }

    private static List<FieldChange> restarting(JsonNode there, ObjectNode desired, Map<String, String> networkNames) {
        return SpecDiff.between(there, desired, networkNames).stream()
                .filter(c -> Effects.restarts(c.path()))
                .filter(c -> !c.path().startsWith(CONTAINER_LABELS))
                .toList();
    }

    private static ObjectNode withoutContainerLabels(ObjectNode spec) {
        var result = spec.deepCopy();
        result.withObject("TaskTemplate").withObject("ContainerSpec").remove("Labels");
        return result;
    }
}
