package dev.skep.loop;

import dev.skep.manifest.FolderResult;
import dev.skep.observed.Observed;
import dev.skep.plan.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One pass over some names: all are decided on one snapshot, one after the other, so that each knows where the volumes of
 * those before it go; these are written once a node, and then each name is acted on by itself.
 */
final class Round {
    /** Told of each name that was handled, from whichever thread. */
    interface Handled {
        /** It came to this, and its steps took so long. */
        void handled(String name, Outcome outcome, Duration took);
    }

    private final Reconciler reconciler;
    private final Observed observed;
    private final Decisions decisions;
    private final BooleanSupplier stopping;
    private final BooleanSupplier urgent;
    private final Handled handled;
    private final AtomicBoolean unanswered = new AtomicBoolean();

    /**
     * Prepares a pass.
     *
     * @param stopping whether no other step is to be begun
     * @param urgent whether a person waits for another pass: what is not decided yet is left to that one
     */
    Round(
            Reconciler reconciler,
            FolderResult folder,
            Observed observed,
            Maker maker,
            BooleanSupplier stopping,
            BooleanSupplier urgent,
            Handled handled) {
        this.reconciler = reconciler;
        this.decisions = new Decisions(folder, observed, maker);
        this.observed = observed;
        this.stopping = stopping;
        this.urgent = urgent;
        this.handled = handled;
    }

    /** A name that waits for no volume is acted on while the next is decided. */
    void run(Collection<String> names, Executor executor) {
        if (names.isEmpty()) {
            return;
        }
        var placing = new ArrayList<Wanted>();
        var left = new ArrayDeque<>(names);
        // At least one a pass: whoever edits all the time delays the others, and does not stop them.
        do {
            decide(left.remove()).ifPresent(wanted -> {
                if (wanted.pins().isEmpty()) {
                    executor.execute(() -> act(wanted));
                } else {
                    placing.add(wanted);
                }
            });
        } while (!left.isEmpty() && !urgent.getAsBoolean());
        left.forEach(name -> handled.handled(name, new Outcome.CutShort(), Duration.ZERO));
        if (!placing.isEmpty()) {
            executor.execute(() -> place(placing, executor));
        }
    }

    private Optional<Wanted> decide(String name) {
        try {
            return Optional.of(decisions.of(name));
        } catch (RuntimeException e) {
            handled.handled(name, new Outcome.Bug(e), Duration.ZERO);
            return Optional.empty();
        }
    }

    private void place(List<Wanted> placing, Executor executor) {
        long began = System.nanoTime();
        for (var pin : together(placing)) {
            var failed = guarded(() -> reconciler.write(placing.getFirst().name(), pin, this::goesOn));
            if (failed.isPresent()) {
                placing.forEach(w -> handled.handled(w.name(), failed.get(), since(began)));
                return;
            }
            placing.forEach(w -> w.pins().stream()
                    .filter(p -> p.node().id().equals(pin.node().id()))
                    .forEach(p -> reconciler.did(w, p, observed)));
        }
        placing.forEach(w -> executor.execute(() -> goOn(w.without(w.pins()), began)));
    }

    /** One step a node, in the order of their ids: of two controllers, one is too late at the first node that both write. */
    private List<Step.PinVolumes> together(List<Wanted> placing) {
        var byNode = new TreeMap<String, Step.PinVolumes>();
        placing.stream()
                .flatMap(w -> w.pins().stream())
                .forEach(pin -> byNode.merge(pin.node().id(), pin, Step.PinVolumes::and));
        // As it was observed: those that were decided later carry the labels of those before, but none has been written
        // yet.
        return byNode.keySet().stream()
                .flatMap(id -> observed.nodes().stream().filter(n -> n.id().equals(id)))
                .map(n -> {
                    var pins = byNode.get(n.id());
                    return new Step.PinVolumes(n, pins.volumes(), pins.counted(), pins.why());
                })
                .toList();
    }

    /** Where nothing else was planned, what follows from the labels is decided at the next look. */
    private void goOn(Wanted placed, long began) {
        if (placed.plan().isEmpty()) {
            handled.handled(placed.name(), new Outcome.LookAgain(Duration.ZERO), since(began));
        } else {
            act(placed);
        }
    }

    private void act(Wanted wanted) {
        long began = System.nanoTime();
        guarded(() -> Optional.of(reconciler.reconcile(wanted, observed, this::goesOn)))
                .ifPresent(outcome -> handled.handled(wanted.name(), outcome, since(began)));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Where the swarm did not answer one, the others ask it nothing before somebody looked again. */
    private boolean goesOn() {
        return !stopping.getAsBoolean() && !unanswered.get();
    }

    private Optional<Outcome> guarded(Supplier<Optional<Outcome>> action) {
        try {
            var outcome = action.get();
            if (outcome.orElse(null) instanceof Outcome.Unanswered) {
                unanswered.set(true);
            }
            return outcome;
        } catch (RuntimeException e) {
            return Optional.of(new Outcome.Bug(e));
        }
    }
}
