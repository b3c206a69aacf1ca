package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Json;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a service that somebody else made becomes Skep's. Labels of a service replace no task; labels of its containers
 * would, so they are left out until the tasks are replaced for another reason (docs/decisions/0009). So would what says
 * the same in another order, and one name less in a network.
 */
public final class Adoption {
    private static final String CONTAINER_LABELS = "TaskTemplate.ContainerSpec.Labels";

    /** What the container runs in place of what its image says: nobody's to keep but of who says what runs. */
    private static final List<String> RUNS = List.of("Command", "Args");

    private static final String CONTAINER = "/TaskTemplate/ContainerSpec";

    private static final String ENV = "Env";
    private static final String ALIASES = "Aliases";
    private static final String TARGET = "Target";

    private Adoption() {}

    /** What {@code docker stack deploy} calls the service of a stack of the manifest's name: {@code incr_app} for {@code incr-app}. */
    public static String nameInStack(String manifest, DesiredService desired) {
        return manifest + "_" + desired.name().substring(manifest.length() + 1);
    }

    /** What of its tasks is not as the manifest asks, and would make Swarm replace them; empty: they are kept. */
    public static List<Change> differences(
            ObservedService there, DesiredService desired, Manifest manifest, Map<String, String> networkNames) {
        var causes = new Causes(desired.component(), Optional.of(manifest), Causes.Kind.MANIFEST);
        var wanted = asFound(there, called(there, desired), networkNames);
        return new Changes(there.spec(), wanted, networkNames, causes)
                .of(restarting(there.spec(), wanted, networkNames));
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
        if (!there.nameInSwarm().equals(desired.name())) {
            labels.put(Labels.STANDS_FOR, desired.name());
        }
        if (differences.isEmpty()) {
            labels.put(Labels.ADOPTED, desired.templateHash());
        } else {
            container(spec).remove(foreign(there, desired.spec()));
        }
        return spec;
    }

    private static List<String> foreign(ObservedService there, ObjectNode asked) {
        return RUNS.stream()
                .filter(f -> there.spec().at(CONTAINER).has(f))
                .filter(f -> !asked.at(CONTAINER).has(f))
                .toList();
    }

    private static ObjectNode container(ObjectNode spec) {
        return spec.withObject("TaskTemplate").withObject("ContainerSpec");
    }

    /** What a service is to be: one that was adopted keeps its containers as they are as long as nothing else changes. */
    static ObjectNode wanted(ObservedService there, DesiredService desired, Map<String, String> networkNames) {
        var asked = called(there, desired);
        if (!there.label(Labels.ADOPTED).equals(desired.templateHash())) {
            return asked;
        }
        var found = asFound(there, asked, networkNames);
        return restarting(there.spec(), found, networkNames).isEmpty() ? withoutContainerLabels(found) : asked;
    }

    /** What is asked for, of a service that Swarm calls otherwise: others reach it by the name that is asked for. */
    private static ObjectNode called(ObservedService there, DesiredService desired) {
        if (there.nameInSwarm().equals(desired.name())) {
            return desired.spec();
        }
        var spec = desired.spec().deepCopy();
        spec.put("Name", there.nameInSwarm());
        networks(spec).forEach(n -> ((ObjectNode) n).withArray(ALIASES).add(desired.name()));
        return spec;
    }

    /** The same as is asked for, written as it is there where that says the same, or more. */
    private static ObjectNode asFound(ObservedService there, ObjectNode asked, Map<String, String> networkNames) {
        var spec = asked.deepCopy();
        var env = there.spec().at(CONTAINER).path(ENV);
        var container = container(spec);
        foreign(there, asked).forEach(container::putArray);
        if (sorted(env).equals(sorted(container.path(ENV)))) {
            container.set(ENV, env.deepCopy());
        }
        var wanted = networks(spec);
        var found = new ArrayList<JsonNode>();
        for (var attached : networks(there.spec())) {
            var name = attached.path(TARGET).asText();
            wanted.valueStream()
                    .filter(n -> n.path(TARGET).asText().equals(networkNames.getOrDefault(name, name)))
                    .findFirst()
                    .ifPresent(n -> found.add(withAliases(n, attached.path(ALIASES))));
        }
        if (found.size() == wanted.size()) {
            spec.withObject("TaskTemplate").putArray("Networks").addAll(found);
        }
        return spec;
    }

    private static JsonNode networks(JsonNode spec) {
        return spec.path("TaskTemplate").path("Networks");
    }

    private static JsonNode withAliases(JsonNode wanted, JsonNode there) {
        var aliases = new LinkedHashSet<String>();
        Stream.of(there, wanted.path(ALIASES)).forEach(list -> list.forEach(alias -> aliases.add(alias.asText())));
        return Json.object(TARGET, wanted.path(TARGET), ALIASES, List.copyOf(aliases));
    }

    private static List<String> sorted(JsonNode texts) {
        return texts.valueStream().map(JsonNode::asText).sorted().toList();
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
        container(result).remove("Labels");
        return result;
    }
}
