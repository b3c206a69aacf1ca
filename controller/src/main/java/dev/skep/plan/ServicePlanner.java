package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredService;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rollout;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is to be done for one service after the other: create, update, put back, roll back. */
final class ServicePlanner {
    private final Observed observed;
    private final String source;
    private final List<Step> steps;
    private final List<Hold> holds;
    private final long generation;

    ServicePlanner(String manifest, Observed observed, String source, List<Step> steps, List<Hold> holds) {
        this.observed = observed;
        this.source = source;
        this.steps = steps;
        this.holds = holds;
        this.generation = observed.servicesOf(manifest).stream()
                .mapToLong(ServicePlanner::generationOf)
                .max()
                .orElse(0);
    }

    void plan(DesiredService desired) {
        observed.service(desired.name()).ifPresentOrElse(there -> change(there, desired), () -> create(desired));
    }

    private void create(DesiredService desired) {
        if (desired.volume().isPresent() && !pinned(desired.volume().get())) {
            return;
        }
        var spec = desired.spec().deepCopy();
        // One that was removed by hand belongs to the generation that the others have.
        label(spec, Labels.GENERATION, Long.toString(Math.max(1, generation)));
        steps.add(new Step.CreateService(desired.name(), spec, "asked for by " + source));
    }

    /** The first time a volume is needed, the node that holds the fewest of ours gets it. */
    private boolean pinned(String volume) {
        if (!observed.nodesWithVolume(volume).isEmpty()) {
            return true;
        }
        var node = observed.nodes().stream()
                .filter(ObservedNode::schedulable)
                .min(Comparator.comparingLong(this::volumes).thenComparing(ObservedNode::hostname));
        node.ifPresentOrElse(
                n -> steps.add(new Step.PinVolume(n, volume, "the volume is made there, and stays")),
                () -> holds.add(new Hold("NoNode", "no node is ready to hold the volume " + volume)));
        return node.isPresent();
    }

    private long volumes(ObservedNode node) {
        var planned = steps.stream()
                .filter(s -> s instanceof Step.PinVolume p && p.node().id().equals(node.id()))
                .count();
        return planned
                + node.labels().keySet().stream()
                        .filter(l -> l.startsWith(Labels.VOLUME_PREFIX))
                        .count();
    }

    private void change(ObservedService there, DesiredService desired) {
        if (desired.volume().isPresent()
                && observed.nodesWithVolume(desired.volume().get()).isEmpty()) {
            holds.add(lostVolume(desired.volume().get()));
        }
        var changes = SpecDiff.between(there.spec(), desired.spec(), observed.networkNames());
        // A rollout of what somebody changed by hand is no failure of what the manifest asks for.
        if (changes.isEmpty() && failed(there, desired)) {
            rollBack(there, desired);
        } else if (there.label(Labels.FAILED).equals(desired.hash())) {
            holds.add(new Hold(
                    "RolledBack",
                    "%s: the rollout failed (%s) and was rolled back; the manifest must change before it is tried again"
                            .formatted(there.name(), why(there))));
        } else {
            update(there, desired, changes);
        }
    }

    private static Hold lostVolume(String volume) {
        return new Hold(
                "VolumeLost",
                ("no node carries the label %1$s%2$s: the node that held the volume %2$s has left the swarm. Bring it back,"
                                + " or give up its data: docker node update --label-add %1$s%2$s=true NODE")
                        .formatted(Labels.VOLUME_PREFIX, volume));
    }

    private boolean failed(ObservedService there, DesiredService desired) {
        if (!there.label(Labels.SPEC).equals(desired.hash())
                || there.label(Labels.FAILED).equals(desired.hash())) {
            return false;
        }
        return there.rollout()
                .map(r -> switch (r.state()) {
                    case PAUSED, ROLLBACK_STARTED, ROLLBACK_PAUSED, ROLLBACK_COMPLETED -> true;
                    case UPDATING -> late(r, desired.deadline());
                    case COMPLETED -> false;
                })
                .orElse(false);
    }

    private boolean late(Rollout rollout, Duration deadline) {
        return observed.at().isAfter(rollout.startedAt().plus(deadline));
    }

    private void rollBack(ObservedService there, DesiredService desired) {
        var why = why(there);
        var previous = there.previousSpec();
        if (desired.onFailure() == FailureAction.ROLLBACK && previous.isPresent()) {
            var spec = previous.get().deepCopy();
            label(spec, Labels.FAILED, desired.hash());
            steps.add(new Step.UpdateService(
                    there.id(),
                    there.name(),
                    there.version(),
                    spec,
                    SpecDiff.between(there.spec(), previous.get(), observed.networkNames()),
                    "the rollout failed (" + why + "): back to what ran before"));
        } else {
            holds.add(new Hold(
                    "RolloutFailed",
                    "%s: the rollout failed and stands still (%s); correct the manifest".formatted(there.name(), why)));
        }
    }

    /** What a task said; the rollout itself only names the task. */
    private String why(ObservedService there) {
        return observed.lastError(there)
                .or(() -> there.rollout().map(Rollout::message).filter(m -> !m.isBlank()))
                .orElse("no reason given");
    }

    private void update(ObservedService there, DesiredService desired, List<FieldChange> changes) {
        var failedBefore = !there.label(Labels.FAILED).isEmpty();
        if (changes.isEmpty() && !failedBefore) {
            return;
        }
        var askedBefore = there.label(Labels.SPEC).equals(desired.hash());
        var drift = askedBefore && !changes.isEmpty();
        var spec = SpecDiff.merged(there.spec(), desired.spec());
        label(spec, Labels.GENERATION, Long.toString(askedBefore ? generationOf(there) : generation + 1));
        // The manifest has left what failed: should it come back to it, that is another try.
        spec.withObject("Labels").remove(Labels.FAILED);
        steps.add(new Step.UpdateService(
                there.id(),
                there.name(),
                there.version(),
                spec,
                changes,
                drift ? "drift: changed by somebody else, put back to " + source : "asked for by " + source));
    }

    private static void label(ObjectNode spec, String key, String value) {
        spec.withObject("Labels").put(key, value);
    }

    private static long generationOf(ObservedService service) {
        return Optional.of(service.label(Labels.GENERATION))
                .filter(g -> g.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
