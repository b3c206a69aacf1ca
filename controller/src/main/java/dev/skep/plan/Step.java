package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.backup.Counters;
import dev.skep.backup.Occasion;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredConfig;
import dev.skep.desired.DesiredNetwork;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Volume;
import dev.skep.observed.Generation;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rotation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One thing that will be done to the swarm. Doing it twice is doing it once. */
public sealed interface Step {
    /** Why, in a user's words. */
    String why();

    /**
     * Says, in the swarm, which node holds volumes: a task that needs one can run nowhere else.
     *
     * @param made those of the volumes that are new
     * @param counted those of its volumes that were started on: from now on an empty one is no new one
     */
    record PinVolumes(ObservedNode node, List<Volume> volumes, List<Volume> made, List<Volume> counted, String why)
            implements Step {
        /** What the node is given: a label a volume, which says how it is written. */
        public Map<String, String> labels() {
            var labels = new LinkedHashMap<String, String>();
            volumes.forEach(v -> labels.put(Labels.VOLUME_PREFIX + v.name(), v.written()));
            made.forEach(v -> labels.put(Labels.NEW_PREFIX + v.name(), v.written()));
            counted.forEach(v -> labels.put(Labels.DATA_PREFIX + v.name(), v.written()));
            return labels;
        }

        /** The labels that it loses: what was found there, or counted in, is not new. */
        public List<String> noLonger() {
            return Stream.concat(volumes.stream().filter(v -> !made.contains(v)), counted.stream())
                    .map(v -> Labels.NEW_PREFIX + v.name())
                    .toList();
        }

        /** Both in one: a node is written once in a plan, for its version is another after that. */
        public PinVolumes and(PinVolumes other) {
            return new PinVolumes(
                    node,
                    Stream.concat(volumes.stream(), other.volumes.stream()).toList(),
                    Stream.concat(made.stream(), other.made.stream()).toList(),
                    Stream.concat(counted.stream(), other.counted.stream()).toList(),
                    why);
        }

        private String words() {
            var pinned = volumes.isEmpty() ? "" : "pin volume " + names(volumes) + " to node " + node.hostname();
            var noted = counted.isEmpty() ? "" : "note that data are in volume " + names(counted);
            return Stream.of(pinned, noted).filter(w -> !w.isEmpty()).collect(Collectors.joining("; "));
        }

        private static String names(List<Volume> volumes) {
            return volumes.stream().map(Volume::name).collect(Collectors.joining(", "));
        }
    }

    /**
     * Says, in the swarm, that nobody reads volumes any more: others have all that they hold. Swarm keeps them.
     *
     * @param written what is said now of each
     */
    record RetireVolumes(ObservedNode node, Map<String, String> written, String why) implements Step {}

    /**
     * Takes a backup of what is counted, and keeps it in the swarm.
     *
     * @param occasion what it is taken before
     * @param counters whose count it is
     * @param desired as which they are read
     * @param observed where they are
     * @param outdated those before of which enough newer ones are kept then
     */
    record TakeBackup(
            Occasion occasion, Counters counters, Desired desired, Observed observed, List<ObservedResource> outdated)
            implements Step {
        @Override
        public String why() {
            return occasion.why();
        }
    }

    /** Takes back that there are data in volumes of a node: their loss was accepted, and Redis may start on nothing. */
    record ForgetData(ObservedNode node, List<String> volumes, String why) implements Step {}

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

        private static final List<String> BOOKKEEPING =
                List.of(Labels.SPEC, Labels.TEMPLATE, Labels.GENERATION, Labels.DATA);

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

    /**
     * Lets a Redis or a sentinel take no password any more that was replaced.
     *
     * @param service of it, whose label says then that its task was told
     * @param at where Skep reaches the task
     */
    record WithdrawPasswords(ObservedService service, ObservedTask task, String at, Rotation rotation, String why)
            implements Step {
        /** The service with the label. */
        public ObjectNode spec() {
            var spec = service.spec().deepCopy();
            spec.withObject("Labels").put(Labels.WITHDRAWN, told(task, rotation));
            return spec;
        }

        static String told(ObservedTask task, Rotation rotation) {
            return rotation.text() + " " + task.id();
        }
    }

    /**
     * Says something to a Redis or a Sentinel.
     *
     * @param rotation which passwords are taken
     */
    record Tell(HealStep told, Rotation rotation) implements Step {
        @Override
        public String why() {
            return told.why();
        }
    }

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
            case PinVolumes s -> s.words();
            case RetireVolumes s ->
                "retire volume " + String.join(", ", s.written().keySet()) + " of node "
                        + s.node().hostname();
            case TakeBackup s -> "take backup " + s.occasion().id();
            case ForgetData s -> "forget the data of volume " + String.join(", ", s.volumes());
            case CreateNetwork s -> "create network " + s.network().name();
            case CreateConfig s -> "create config " + s.config().name();
            case CreateSecret s -> "create secret " + s.secret().name();
            case CreateService s -> "create service " + s.name();
            case UpdateService s -> "update service " + s.name();
            case BeginGeneration s -> "begin generation " + s.number();
            case RecordOutcome s ->
                "record generation " + s.generation().number() + " as "
                        + s.outcome().word();
            case WithdrawPasswords s ->
                "withdraw the passwords before from " + s.service().name();
            case Tell s -> s.told().what();
            case RemoveService s -> "remove service " + s.name();
            case RemoveNetwork s -> "remove network " + s.network().name();
            case RemoveConfig s -> "remove config " + s.config().name();
            case RemoveSecret s -> "remove secret " + s.secret().name();
        };
    }
}
