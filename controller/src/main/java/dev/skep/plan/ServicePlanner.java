package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredService;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
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
    private final VolumePlanner volumes;

    ServicePlanner(String manifest, Observed observed, String source, List<Step> steps, List<Hold> holds) {
        this.observed = observed;
        this.source = source;
        this.steps = steps;
        this.holds = holds;
        this.volumes = new VolumePlanner(observed, steps);
        this.generation = observed.servicesOf(manifest).stream()
                .mapToLong(ServicePlanner::generationOf)
                .max()
                .orElse(0);
    }

    void plan(DesiredService desired) {
        observed.service(desired.name()).ifPresentOrElse(there -> change(there, desired), () -> create(desired));
    }

    private void create(DesiredService desired) {
        var objection = desired.volume().flatMap(volumes::pin);
        if (objection.isPresent()) {
            holds.add(objection.get());
            return;
        }
        var spec = desired.spec().deepCopy();
        // One that was removed by hand belongs to the generation that the others have.
        label(spec, Labels.GENERATION, Long.toString(Math.max(1, generation)));
        steps.add(new Step.CreateService(desired.name(), spec, Planner.askedForBy(source)));
    }

    private void change(ObservedService there, DesiredService desired) {
        var objection = desired.volume().flatMap(volumes::objection);
        if (objection.isPresent()) {
            holds.add(objection.get());
            return;
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

    private boolean failed(ObservedService there, DesiredService desired) {
        if (!there.label(Labels.SPEC).equals(desired.hash())
                || there.label(Labels.FAILED).equals(desired.hash())
                || observed.runs(there, desired.templateHash())) {
            return false;
        }
        return there.rollout()
                .map(r -> switch (r.state()) {
                    case PAUSED, ROLLBACK_STARTED, ROLLBACK_PAUSED, ROLLBACK_COMPLETED -> true;
                    case UPDATING -> late(there, r, desired);
                    case COMPLETED -> false;
                })
                .orElse(false);
    }

    /** Nothing has moved for as long as the deadline: many replicas may take longer in all. */
    private boolean late(ObservedService there, Rollout rollout, DesiredService desired) {
        var lastMove = observed.current(there, desired.templateHash()).stream()
                .map(ObservedTask::changedAt)
                .filter(rollout.startedAt()::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(rollout.startedAt());
        return observed.at().isAfter(lastMove.plus(desired.deadline()));
    }

    private void rollBack(ObservedService there, DesiredService desired) {
        var why = why(there);
        var previous = there.previousSpec().filter(p -> ranWell(p, there));
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

    private static boolean ranWell(ObjectNode previous, ObservedService there) {
        var hash = previous.path("Labels").path(Labels.SPEC).asText();
        return !hash.isEmpty() && hash.equals(there.label(Labels.BASE));
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
        label(spec, Labels.BASE, drift || failedBefore || !completed(there) ? "" : there.label(Labels.SPEC));
        // The manifest has left what failed: should it come back to it, that is another try.
        spec.withObject("Labels").remove(Labels.FAILED);
        steps.add(new Step.UpdateService(
                there.id(),
                there.name(),
                there.version(),
                spec,
                changes,
                drift ? "drift: changed by somebody else, put back to " + source : Planner.askedForBy(source)));
    }

    private static boolean completed(ObservedService there) {
        return there.rollout().map(r -> r.state() == Rollout.State.COMPLETED).orElse(true);
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
