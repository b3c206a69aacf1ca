package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredConfig;
import dev.skep.desired.Json;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows which volumes were counted in. Where such a one is empty a count is lost: Redis is not started as if it were new
 * before a person has accepted that (docs/decisions/0014).
 */
public final class KnownData {
    /** A config of this component and of a manifest's name lists, a line each, the volumes whose loss a person accepts. */
    private static final String ACCEPT = "accept-data-loss";

    /** How start-member.sh ends where it finds nothing of what the swarm says there is. */
    private static final String FOUND_NOTHING = "non-zero exit (78)";

    private final Desired desired;
    private final Observed observed;
    private final List<Step> steps;
    private final List<Hold> holds;

    KnownData(Desired desired, Observed observed, List<Step> steps, List<Hold> holds) {
        this.desired = desired;
        this.observed = observed;
        this.steps = steps;
        this.holds = holds;
    }

    /** The volumes of a manifest that were counted in and were found empty. */
    public static List<String> missing(String manifest, Observed observed) {
        return observed.servicesOf(manifest).stream()
                .filter(s -> foundNothing(s, observed))
                .map(ObservedService::name)
                .toList();
    }

    /** The copies of what is missing that may still be whole, but do not run: who went on without them would wipe them. */
    public static List<String> away(String manifest, List<String> missing, Observed observed) {
        var groups = missing.stream()
                .flatMap(volume -> observed.service(volume).stream())
                .map(s -> s.label(Labels.GROUP))
                .collect(Collectors.toSet());
        return observed.servicesOf(manifest).stream()
                .filter(s -> groups.contains(s.label(Labels.GROUP)) && !missing.contains(s.name()))
                .filter(s -> !s.label(Labels.DATA).isEmpty()
                        && !observed.nodesWithVolume(s.name()).isEmpty())
                .filter(s -> observed.staying(s).isEmpty())
                .map(ObservedService::name)
                .toList();
    }

    /** The message of a person who was shown what is missing, and goes on without it: what else is lost later is not meant. */
    public static DesiredConfig acceptance(String manifest, List<String> missing) {
        var text = String.join("\n", missing);
        return new DesiredConfig(
                "skep-%s-%s-%s".formatted(ACCEPT, manifest, Json.hash(text)),
                Map.of(Labels.NAME, manifest, Labels.COMPONENT, ACCEPT),
                text);
    }

    /** Whether a config is such a message, and something of what it lists is still to be forgotten. */
    static boolean isNeeded(ObservedResource config, List<String> missing) {
        return isAcceptance(config) && listed(config).anyMatch(missing::contains);
    }

    private static boolean isAcceptance(ObservedResource config) {
        return ACCEPT.equals(config.labels().get(Labels.COMPONENT));
    }

    private static Stream<String> listed(ObservedResource acceptance) {
        return acceptance.text().lines();
    }

    /** How what was counted in a volume is written; empty: nothing was, or its node has left. */
    static Optional<String> counted(String volume, Observed observed) {
        return nodesWithData(volume, observed)
                .map(n -> n.labels().get(Labels.DATA_PREFIX + volume))
                .findFirst();
    }

    /** The nodes where it was counted in: a volume that a person moves may leave this label behind. */
    static Stream<ObservedNode> nodesWithData(String volume, Observed observed) {
        return observed.nodes().stream().filter(n -> n.labels().containsKey(Labels.DATA_PREFIX + volume));
    }

    private static boolean foundNothing(ObservedService service, Observed observed) {
        return !service.label(Labels.DATA).isEmpty()
                && observed.staying(service).isEmpty()
                && observed.tasksOf(service).stream()
                        .filter(ObservedTask::ended)
                        .max(Comparator.comparing(ObservedTask::changedAt))
                        .filter(t -> t.error().contains(FOUND_NOTHING))
                        .isPresent();
    }

    void plan() {
        var missing = missing(desired.name(), observed);
        var accepted = observed.configsOf(desired.name()).stream()
                .filter(KnownData::isAcceptance)
                .flatMap(KnownData::listed)
                .collect(Collectors.toSet());
        var lost = missing.stream().collect(Collectors.groupingBy(this::group)).values().stream()
                .filter(copies -> copies.size() > bearable() || copies.stream().anyMatch(accepted::contains))
                .collect(Collectors.partitioningBy(
                        accepted::containsAll, Collectors.flatMapping(List::stream, Collectors.toList())));
        var away = away(desired.name(), lost.get(true), observed);
        if (!away.isEmpty()) {
            holds.add(new Hold(
                    "DataMissing",
                    "%s may still have what %s lost, and does not run: nothing is forgotten before it is back, or its node is removed from the swarm"
                            .formatted(String.join(", ", away), String.join(", ", lost.get(true)))));
        } else if (lost.get(true).isEmpty()) {
            note(missing); // what is forgotten is written first: a node is written once in a plan
        } else {
            forget(lost.get(true));
        }
        if (!lost.get(false).isEmpty()) {
            holds.add(objection(lost.get(false)));
        }
    }

    private String group(String volume) {
        return observed.service(volume).orElseThrow().label(Labels.GROUP);
    }

    private Hold objection(List<String> empty) {
        var where = empty.stream().sorted().map(this::where).toList();
        return new Hold(
                "DataMissing",
                ("nothing is left of what was counted in %s, and Redis does not start at 0 by itself: bring the data back"
                                + " into the volume, or go on without them: skep accept-data-loss %s --yes")
                        .formatted(String.join(", ", where), desired.name()));
    }

    /** So many copies may be empty, and what was ever answered is still there: they copy it again. */
    private int bearable() {
        // Where nobody leads and no sentinel elects, nobody can say that the others have all.
        return Stages.nobodyLeads(desired, observed)
                ? 0
                : desired.watched().map(Watched::expendable).orElse(0);
    }

    private String where(String volume) {
        return observed.nodesWithVolume(volume).stream()
                .findFirst()
                .map(n -> volume + " on " + n.hostname())
                .orElse(volume);
    }

    /**
     * What is noted of what runs where nothing else is done: it may have begun to count just now, and nobody may take its volume for
     * a new one later.
     */
    public static List<Step> notes(Desired running, Observed observed) {
        var steps = new ArrayList<Step>();
        new KnownData(running, observed, steps, new ArrayList<>()).note(missing(running.name(), observed));
        return steps;
    }

    /** What runs has begun to count in its volume: from now on the swarm knows, and then its service does. */
    private void note(List<String> missing) {
        for (var service : desired.services()) {
            var there = observed.service(service.name());
            var volume = service.volume();
            if (there.isEmpty() || volume.isEmpty() || missing.contains(service.name())) {
                continue;
            }
            counted(service.name(), observed)
                    .filter(written -> !new Volume(service.name(), written).inMemory())
                    .ifPresent(written -> tell(there.get(), written));
            if (!observed.staying(there.get()).isEmpty()) {
                observed.nodesWithVolume(service.name()).stream()
                        .filter(n -> !n.labels().containsKey(Labels.DATA_PREFIX + service.name()))
                        .forEach(node -> note(node, service.name()));
            }
        }
    }

    /** As it is written, by what its node says: another persistence may be asked for by now. */
    private void note(ObservedNode node, String name) {
        var volume = new Volume(name, node.labels().get(Labels.VOLUME_PREFIX + name));
        if (volume.inMemory()) {
            return; // it is gone whenever Redis starts
        }
        var noted = new Step.PinVolumes(
                node,
                List.of(),
                List.of(),
                List.of(volume),
                "Redis runs: if it is found empty later, something was lost");
        for (var step : steps) {
            if (step instanceof Step.PinVolumes there && there.node().id().equals(node.id())) {
                steps.set(steps.indexOf(step), there.and(noted));
                return;
            }
        }
        steps.add(noted);
    }

    private void tell(ObservedService there, String written) {
        if (!there.label(Labels.DATA).equals(written)) {
            relabel(there, labels -> labels.put(Labels.DATA, written), "its next task must find what was counted");
        }
    }

    /** The node first: as long as its service says that there are data, it is known what is still to be forgotten. */
    private void forget(List<String> missing) {
        var byNode = new TreeMap<String, List<String>>();
        for (var node : observed.nodes()) {
            missing.stream()
                    .filter(v -> node.labels().containsKey(Labels.DATA_PREFIX + v))
                    .forEach(v -> byNode.computeIfAbsent(node.id(), _ -> new ArrayList<>())
                            .add(v));
        }
        byNode.forEach((node, volumes) -> steps.add(new Step.ForgetData(
                observed.nodesById().get(node), volumes, "its loss was accepted by skep accept-data-loss")));
        missing.stream()
                .flatMap(v -> observed.service(v).stream())
                .filter(s -> !s.label(Labels.DATA).isEmpty())
                .forEach(s -> relabel(s, labels -> labels.remove(Labels.DATA), "it starts at 0, as was accepted"));
    }

    /** A label of a service replaces no task; one that is changed anyway is told at the next look. */
    private void relabel(ObservedService there, Consumer<ObjectNode> change, String why) {
        if (steps.stream()
                .anyMatch(s -> s instanceof Step.UpdateService u && u.name().equals(there.name()))) {
            return;
        }
        var spec = there.spec().deepCopy();
        change.accept(spec.withObject("Labels"));
        steps.add(new Step.UpdateService(there.id(), there.name(), there.version(), spec, List.of(), why));
    }
}
