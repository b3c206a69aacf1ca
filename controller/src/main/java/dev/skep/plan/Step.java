package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredConfig;
import dev.skep.desired.DesiredNetwork;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Volume;
import dev.skep.observed.Generation;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One thing that will be done to the swarm. Doing it twice is doing it once. */
public sealed interface Step {
    /** Why, in a user's words. */
    String why();

    /** Says, in the swarm, which node holds volumes: a task that needs one can run nowhere else. */
    record PinVolumes(ObservedNode node, List<Volume> volumes, String why) implements Step {
        /** What the node is given: a label a volume, which says how it is written. */
        public Map<String, String> labels() {
            var labels = new LinkedHashMap<String, String>();
            volumes.forEach(v -> labels.put(Labels.VOLUME_PREFIX + v.name(), v.written()));
            return labels;
        }
    }

    record CreateNetwork(DesiredNetwork network, String why) implements Step {}

    record CreateConfig(DesiredConfig config, String why) implements Step {}

    record CreateSecret(DesiredSecret secret, String why) implements Step {}

    /**
     * Makes a service.
     *
     * @param spec whole, with networks, secrets and configs by name
     */
    record CreateService(String name, ObjectNode spec, String why) implements Step {}

    /**
     * Replaces the spec of a service.
     *
     * @param version the version that was observed: the update fails if somebody was faster
     * @param spec whole, with what others set in it
     */
    record UpdateService(String id, String name, long version, ObjectNode spec, List<FieldChange> changes, String why)
            implements Step {

        private static final List<String> BOOKKEEPING = List.of(Labels.SPEC, Labels.TEMPLATE, Labels.GENERATION);

        /** Whether the service is to run another image than before. */
        public boolean changesImage() {
            return changes.stream().anyMatch(c -> c.path().endsWith("ContainerSpec.Image"));
        }

        /** What a person asked about: without the hashes that Skep keeps of it. */
        public List<FieldChange> visibleChanges() {
            return changes.stream()
                    .filter(c -> BOOKKEEPING.stream().noneMatch(c.path()::endsWith))
                    .toList();
        }
    }

    /** Makes the entry of the history that all else of the plan belongs to. */
    record BeginGeneration(DesiredConfig entry, long number, String why) implements Step {}

    /**
     * Notes in the history what became of a generation.
     *
     * @param reason why it failed, or empty
     */
    record RecordOutcome(Generation generation, Generation.Outcome outcome, String reason, String why)
            implements Step {}

    record RemoveService(String id, String name, String why) implements Step {}

    record RemoveNetwork(ObservedResource network, String why) implements Step {}

    record RemoveConfig(ObservedResource config, String why) implements Step {}

    record RemoveSecret(ObservedResource secret, String why) implements Step {}

    /** What kind it is, one word for programs: {@code CreateService}. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** What is done to what, for people: {@code create service incr-app}. */
    default String what() {
        return switch (this) {
            case PinVolumes s ->
                "pin volume " + s.volumes().stream().map(Volume::name).collect(Collectors.joining(", ")) + " to node "
                        + s.node().hostname();
            case CreateNetwork s -> "create network " + s.network().name();
            case CreateConfig s -> "create config " + s.config().name();
            case CreateSecret s -> "create secret " + s.secret().name();
            case CreateService s -> "create service " + s.name();
            case UpdateService s -> "update service " + s.name();
            case BeginGeneration s -> "begin generation " + s.number();
            case RecordOutcome s ->
                "record generation " + s.generation().number() + " as "
                        + s.outcome().word();
            case RemoveService s -> "remove service " + s.name();
            case RemoveNetwork s -> "remove network " + s.network().name();
            case RemoveConfig s -> "remove config " + s.config().name();
            case RemoveSecret s -> "remove secret " + s.secret().name();
        };
    }
}
