package dev.skep.plan;

import dev.skep.manifest.Manifest;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import java.util.List;
import java.util.Optional;

/**
 * A step as a person wants it told, before it is done ({@code skep plan}) and after (the log).
 *
 * @param changes field by field; none unless a service is updated
 * @param effects on what runs; none where no task notices
 */
public record Explained(Step step, List<Change> changes, List<Effect> effects) {
    public Explained {
        changes = List.copyOf(changes);
        effects = List.copyOf(effects);
    }

    /**
     * Explains a step of a plan.
     *
     * @param manifest the one that it is done for; none for what is deleted and for Skep's own
     * @param observed what the plan was made from
     */
    public static Explained of(Step step, Optional<Manifest> manifest, Observed observed) {
        return switch (step) {
            case Step.UpdateService update ->
                new Explained(
                        step,
                        observed.service(update.name())
                                .map(there -> changes(update, there, manifest, observed))
                                .orElse(List.of()),
                        Effects.of(step, observed));
            case Step.CreateService create ->
                Successor.of(create, manifest, observed)
                        .map(s -> new Explained(step, s.changes(observed), List.of(s.effect())))
                        .orElseGet(() -> new Explained(step, List.of(), Effects.of(step, observed)));
            default -> new Explained(step, List.of(), Effects.of(step, observed));
        };
    }

    private static List<Change> changes(
            Step.UpdateService update, ObservedService there, Optional<Manifest> manifest, Observed observed) {
        var causes = new Causes(there.label(Labels.COMPONENT), manifest, kind(update, there));
        return new Changes(there.spec(), update.spec(), observed.networkNames(), causes).of(update.visibleChanges());
    }

    private static Causes.Kind kind(Step.UpdateService update, ObservedService there) {
        var labels = update.spec().path("Labels");
        if (labels.path(Labels.SPEC).asText().equals(there.label(Labels.SPEC))) {
            return Causes.Kind.DRIFT;
        }
        return labels.path(Labels.GENERATION).asLong() < there.generation()
                ? Causes.Kind.ROLLBACK
                : Causes.Kind.MANIFEST;
    }
}
