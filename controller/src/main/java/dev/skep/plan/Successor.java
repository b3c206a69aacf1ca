package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Member;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A Redis that is made beside the one that holds a count alone, and takes it over (docs/decisions/0033).
 *
 * @param spec of the one that is made
 * @param there the one that goes
 * @param manifest that asks for it
 */
record Successor(ObjectNode spec, ObservedService there, Manifest manifest) {
    /** Whose place a service takes; empty: nobody's. */
    static Optional<Successor> of(Step.CreateService step, Optional<Manifest> manifest, Observed observed) {
        return manifest.filter(m -> m.spec().redis().topology() instanceof Topology.Single)
                .filter(_ ->
                        step.spec().path("Labels").path(Labels.GROUP).asText().equals(Group.SHARED))
                .flatMap(m -> before(m, observed).map(there -> new Successor(step.spec(), there, m)));
    }

    private static Optional<ObservedService> before(Manifest manifest, Observed observed) {
        return observed.servicesOf(manifest.name()).stream()
                .filter(s -> s.label(Labels.GROUP).equals(Group.SHARED) && !Data.retired(s.name(), observed))
                .min(Comparator.comparing(ObservedService::name, Member.IN_ORDER));
    }

    /** What it has otherwise than the one before, but for its name. */
    List<Change> changes(Observed observed) {
        var causes = new Causes(there.label(Labels.COMPONENT), Optional.of(manifest), Causes.Kind.MANIFEST);
        var wanted = DesiredService.called(there.name(), spec);
        var raw = SpecDiff.between(there.spec(), wanted, observed.networkNames()).stream()
                .filter(c -> Effects.restarts(c.path()))
                .toList();
        var update = new Step.UpdateService(there.id(), there.name(), there.version(), wanted, raw, "");
        return new Changes(there.spec(), wanted, observed.networkNames(), causes).of(update.visibleChanges());
    }

    Effect effect() {
        return new Effect(
                Effect.Kind.WRITES_WAIT,
                "it copies %s and takes the count over; writes wait some tenths of a second".formatted(there.name()));
    }
}
