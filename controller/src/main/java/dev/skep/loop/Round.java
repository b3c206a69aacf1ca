package dev.skep.loop;

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
import java.util.function.Function;
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
     * @param observed what the decisions are made on
     * @param stopping whether no other step is to be begun
     * @param urgent whether a person waits for another pass: what is not decided yet is left to that one, but for one, so
     *     that whoever edits all the time delays the others, and does not stop them
     */
    Round(
            Reconciler reconciler,
            Decisions decisions,
            Observed observed,
            BooleanSupplier stopping,
            BooleanSupplier urgent,
            Handled handled) {
        this.reconciler = reconciler;
        this.decisions = decisions;
        this.observed = observed;
        this.stopping = stopping;
        this.urgent = urgent;
        this.handled = handled;
    }

    /**
     * A name that waits for no volume is acted on while the next is decided.
     *
     * @param edited those whose manifests have just changed: they go first, and are all decided
     * @param others in the order in which they are decided
     * @return what was left to the next pass; who hands it in first there lets everybody have a turn
     */
    List<String> run(Collection<String> edited, Collection<String> others, Executor executor) {
        var placing = new ArrayList<Wanted>();
        edited.forEach(name -> begin(name, placing, executor));
        var left = new ArrayDeque<>(others);
        while (!left.isEmpty()) {
            begin(left.remove(), placing, executor);
            if (urgent.getAsBoolean()) {
                break;
            }
        }
        left.forEach(name -> handled.handled(name, new Outcome.CutShort(), Duration.ZERO));
        if (!placing.isEmpty()) {
            executor.execute(() -> place(placing, executor));
        }
        return List.copyOf(left);
    }

    private void begin(String name, List<Wanted> placing, Executor executor) {
        decide(name).ifPresent(wanted -> {
            if (wanted.pins().isEmpty()) {
                executor.execute(() -> act(wanted));
            } else {
                placing.add(wanted);
            }
        });
    }

    /** What was decided before Redis was asked knows of no primary. A Redis that does not answer holds nobody else up. */
    private Outcome look(Wanted wanted) {
        var name = wanted.name();
        var said = reconciler.look(wanted, observed);
        if (said.isEmpty()) {
            return reconcile(wanted, observed);
        }
        var seen = decisions.of(name, said.get());
        // Its own volumes alone: of two names that write a node at once, one is too late.
        return placed(List.of(seen))
                .map(instead -> instead.apply(seen))
                .orElseGet(() -> reconcile(seen.without(seen.pins()), said.get().apply(observed)));
    }

    private Optional<Wanted> decide(String name) {
        try {
            return Optional.of(decisions.of(name));
        } catch (Throwable e) {
            handled.handled(name, new Outcome.Bug(e), Duration.ZERO);
            return Optional.empty();
        }
    }

    /** Outside of what may fail: whoever was given back once must not be given back once more. */
    private void place(List<Wanted> placing, Executor executor) {
        long began = System.nanoTime();
        placed(placing)
                .ifPresentOrElse(
                        instead -> placing.forEach(w -> handle(w.name(), began, () -> instead.apply(w))),
                        () -> placing.forEach(w -> executor.execute(() -> goOn(w.without(w.pins()), began))));
    }

    /** Writes where the volumes go; empty: all is written, else what it came to for each. */
    private Optional<Function<Wanted, Outcome>> placed(List<Wanted> placing) {
        try {
            for (var pin : together(placing)) {
                var undone = reconciler.write(placing.getFirst().name(), pin, this::goesOn);
                if (undone.isPresent()) {
                    return Optional.of(w -> notPlaced(w, pin, undone.get()));
                }
                placing.forEach(w -> ownPart(w, pin).ifPresent(p -> reconciler.did(w, p, observed)));
            }
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(_ -> new Outcome.Bug(e));
        }
    }

    /** Whoever wants nothing of that node goes on without those that do. */
    private static Outcome notPlaced(Wanted wanted, Step.PinVolumes pin, Reconciler.Undone undone) {
        return ownPart(wanted, pin)
                .map(own -> undone.comesTo(wanted.name(), own))
                .orElseGet(Outcome.CutShort::new);
    }

    private static Optional<Step.PinVolumes> ownPart(Wanted wanted, Step.PinVolumes pin) {
        return wanted.pins().stream()
                .filter(own -> own.node().id().equals(pin.node().id()))
                .findFirst();
    }

    /** One step a node, in the order of their ids: of two controllers, one is too late at the first node that both write. */
    private List<Step.PinVolumes> together(List<Wanted> placing) {
        var byNode = new TreeMap<String, Step.PinVolumes>();
        placing.stream()
                .flatMap(w -> w.pins().stream())
                .forEach(pin -> byNode.merge(pin.node().id(), pin, Step.PinVolumes::and));
        return List.copyOf(byNode.values());
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
        handle(wanted.name(), System.nanoTime(), () -> reconciler.errandsThen(wanted, observed, () -> look(wanted)));
    }

    private Outcome reconcile(Wanted wanted, Observed seen) {
        return reconciler.reconcile(wanted, seen, this::goesOn);
    }

    private void handle(String name, long began, Supplier<Outcome> action) {
        var outcome = guarded(action);
        if (outcome instanceof Outcome.Unanswered) {
            unanswered.set(true);
        }
        handled.handled(name, outcome, since(began));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Where the swarm did not answer one, the others ask it nothing before somebody looked again. */
    private boolean goesOn() {
        return !stopping.getAsBoolean() && !unanswered.get();
    }

    private static Outcome guarded(Supplier<Outcome> action) {
        try {
            return action.get();
        } catch (Throwable e) {
            return new Outcome.Bug(e);
        }
    }
}
