package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    /** A config of this component and of a manifest's name says that a person accepts the loss. */
    public static final String ACCEPT = "accept-data-loss";

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

    /** Whether a person has accepted that what is missing stays so. */
    static boolean accepted(String manifest, Observed observed) {
        return observed.configsOf(manifest).stream()
                .anyMatch(c -> ACCEPT.equals(c.labels().get(Labels.COMPONENT)));
    }

    /** How what was counted in a volume is written; empty: nothing was, or it is not known where it is. */
    static Optional<String> counted(Volume volume, Observed observed) {
        return observed.nodesWithVolume(volume.name()).stream()
                .flatMap(n -> Stream.ofNullable(n.labels().get(Labels.DATA_PREFIX + volume.name())))
                .findFirst();
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
        if (missing.isEmpty()) {
            note();
        } else if (accepted(desired.name(), observed)) {
            forget(missing);
        } else {
            objection(missing).ifPresent(holds::add);
        }
    }

    private Optional<Hold> objection(List<String> empty) {
        if (empty.size() <= bearable()) {
            return Optional.empty();
        }
        var where = empty.stream().map(this::where).toList();
        return Optional.of(new Hold(
                "DataMissing",
                ("nothing is left of what was counted in %s, and Redis does not start at 0 by itself: bring the data back"
                                + " into the volume, or go on without them: skep accept-data-loss %s --yes")
                        .formatted(String.join(", ", where), desired.name())));
    }

    /** So many copies may be empty, and what was ever answered is still there: they copy it again. */
    private int bearable() {
        return desired.watched().map(Watched::expendable).orElse(0);
    }

    private String where(String volume) {
        return observed.nodesWithVolume(volume).stream()
                .findFirst()
                .map(n -> volume + " on " + n.hostname())
                .orElse(volume);
    }

    /** What runs has begun to count in its volume: from now on the swarm knows, and then its service does. */
    private void note() {
        for (var service : desired.services()) {
            var there = observed.service(service.name());
            var volume = service.volume().filter(KnownData::isKept);
            if (there.isEmpty() || volume.isEmpty()) {
                continue;
            }
            var counted = counted(volume.get(), observed);
            if (counted.isPresent()) {
                tell(there.get(), counted.get());
            } else if (!observed.current(there.get(), service.templateHash()).isEmpty()) {
                observed.nodesWithVolume(volume.get().name()).forEach(node -> note(node, volume.get()));
            }
        }
    }

    /** What is in memory alone is gone whenever Redis starts. */
    private static boolean isKept(Volume volume) {
        return !Volume.persistence(volume.written()).equals(Words.of(Persistence.NONE));
    }

    private void note(ObservedNode node, Volume volume) {
        var noted = new Step.PinVolumes(
                node, List.of(), List.of(volume), "Redis runs: if it is found empty later, something was lost");
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
