package dev.skep.loop;

import dev.skep.desired.ControllerService;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Kernels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.plan.Precaution;
import dev.skep.plan.Step;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Decides for one name after the other on one snapshot: each knows where the volumes of those before it go. */
final class Decisions {
    private final FolderResult folder;
    private final Map<String, Manifest> manifests;
    private final Maker maker;
    private final Held held;
    private final Map<String, ObservedNode> seen;
    private Observed observed;
    private Optional<Deletions> deletions = Optional.empty();

    /** Decides nothing yet. */
    Decisions(FolderResult folder, Observed observed, Maker maker, Held held) {
        this.folder = folder;
        this.manifests = folder.manifests().stream().collect(Collectors.toMap(Manifest::name, Function.identity()));
        this.maker = maker;
        this.held = held;
        this.observed = observed;
        this.seen = observed.nodesById();
    }

    /** What that name asks for, and the plan towards it. */
    synchronized Wanted of(String name) {
        return of(name, observed);
    }

    /** The same, knowing how its Redis say they are. */
    synchronized Wanted of(String name, UnaryOperator<Observed> said) {
        return of(name, said.apply(observed));
    }

    private Wanted of(String name, Observed seen) {
        var wanted = decide(name, seen);
        for (var pin : wanted.pins()) {
            observed = observed.withLabels(pin.node(), pin.labels());
        }
        return wanted.pinning(this::asSeen);
    }

    /** As the node was seen: each that is decided later would hold all labels of those before, a million for a thousand. */
    private Step.PinVolumes asSeen(Step.PinVolumes pin) {
        return new Step.PinVolumes(seen.get(pin.node().id()), pin.volumes(), pin.made(), pin.counted(), pin.why());
    }

    private Wanted decide(String name, Observed seen) {
        if (name.equals(Kernels.PROBE)) {
            return Wanted.probe(folder, observed);
        }
        if (name.equals(Deletions.HELD)) {
            return deletions().memory();
        }
        if (name.startsWith(ControllerService.RESERVED)) {
            // It has no manifest either, and that must not be taken for one that was deleted: the controller would
            // remove itself.
            throw new IllegalArgumentException(name + " is Skep's own, and no manifest's");
        }
        return Optional.ofNullable(manifests.get(name))
                .map(m -> Wanted.keep(m, seen, maker))
                .orElseGet(() -> unasked(name, seen));
    }

    private Wanted unasked(String name, Observed seen) {
        var plan = deletions().plan(name);
        return plan.isEmpty() && !plan.holds().isEmpty()
                ? Wanted.held(name, plan, seen, maker)
                : Wanted.unasked(name, Precaution.beforeDeletion(plan, () -> Wanted.running(name, seen, maker), seen));
    }

    /** Mostly nothing is to go, and nobody has to count. */
    private Deletions deletions() {
        if (deletions.isEmpty()) {
            deletions = Optional.of(Deletions.of(folder, observed, held));
        }
        return deletions.get();
    }
}
