package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.HistoryEntry;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.Generation;
import dev.skep.observed.Generation.Outcome;
import dev.skep.observed.History;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A manifest is one unit: what it asks for is a generation, which comes up as a whole or goes back as a whole. What became
 * of it stands in the swarm's history, so that whoever looks next goes on (docs/decisions/0003).
 */
public final class Generations {
    private final Desired wanted;
    private final Written written;
    private final Function<Generation, Optional<Desired>> earlier;
    private final Observed observed;
    private final History history;

    private Generations(
            Desired wanted, Written written, Function<Generation, Optional<Desired>> earlier, Observed observed) {
        this.wanted = wanted;
        this.written = written;
        this.earlier = earlier;
        this.observed = observed;
        this.history = History.of(wanted.name(), observed);
    }

    /**
     * Plans for a manifest. Where nothing of it may be done, what runs is still led to: it is told of and kept well.
     *
     * @param earlier what an earlier generation asks for; empty if its text says nothing any more
     */
    public static Course plan(
            Desired wanted, Written written, Function<Generation, Optional<Desired>> earlier, Observed observed) {
        return DataGuard.objection(wanted, observed)
                .map(hold -> held(wanted, hold, earlier, observed))
                .orElseGet(() -> new Generations(wanted, written, earlier, observed).plan());
    }

    /** Nothing of a manifest is done; but what runs is kept well, and what first runs meanwhile is noted. */
    public static Course held(
            Desired wanted, Hold hold, Function<Generation, Optional<Desired>> earlier, Observed observed) {
        var running =
                History.of(wanted.name(), observed).running().flatMap(earlier).orElse(wanted);
        return new Course(
                running,
                Plan.held(wanted.name(), hold)
                        .after(Planner.healing(running, observed))
                        .after(KnownData.notes(running, observed)));
    }

    private Course plan() {
        return history.newest()
                .filter(g -> g.hash().equals(wanted.hash()))
                .map(g -> goOn(g).after(tidiedUp(g.number())))
                .orElseGet(() -> forward(begin()));
    }

    private Course forward(Plan plan) {
        return new Course(wanted, plan);
    }

    private Plan begin() {
        var number = history.next(observed.servicesOf(wanted.name()));
        var why = Why.askedBy(written.source()).asked();
        var entry = HistoryEntry.of(wanted, number, written.source(), written.text(), observed.at());
        var steps = new ArrayList<Step>(List.of(new Step.BeginGeneration(entry, number, why)));
        steps.addAll(tidiedUp(number));
        return towardsWanted(number).after(steps);
    }

    private Course goOn(Generation generation) {
        return switch (generation.outcome()) {
            case ROLLING_OUT, SUPERSEDED -> rollOut(generation);
            case ROLLED_OUT ->
                forward(failure(Failure.paused(wanted, observed))
                        .map(why -> standing(generation, why))
                        .orElseGet(() -> Withdrawals.after(towardsWanted(generation.number()), wanted, observed)));
            case FAILED -> failed(generation, generation.reason());
            case ROLLED_BACK ->
                wayBack(generation)
                        .map(w -> new Course(w.desired(), w.ended(generation.reason())))
                        .orElseGet(() -> forward(standing(generation, generation.reason())));
        };
    }

    private Course rollOut(Generation generation) {
        var failure = failure(Failure.of(wanted, observed, generation));
        if (failure.isPresent()) {
            return failed(generation, failure.get()).after(List.of(failure(generation, failure.get())));
        }
        var plan = towardsWanted(generation.number());
        return forward(cameUp(plan) && settledWhereItCan() ? plan.after(List.of(success(generation))) : plan);
    }

    /** That shards, copies or sentinels which only stay until they may go are still there is no part of it: that may take for days. */
    private boolean cameUp(Plan plan) {
        return plan.isDone()
                || Stages.aside(wanted, observed).filter(plan::waitsOnlyFor).isPresent();
    }

    /** Data that are missing are no fault of what was asked for: to go back would not bring them back. */
    private Optional<String> failure(Optional<String> found) {
        return found.filter(_ -> KnownData.missing(wanted.name(), observed).isEmpty());
    }

    private Course failed(Generation generation, String why) {
        var back = wayBack(generation);
        return back.filter(_ -> wanted.services().stream().anyMatch(s -> s.onFailure() == FailureAction.ROLLBACK))
                .map(w -> new Course(w.desired(), w.plan(why)))
                .orElseGet(() -> forward(
                        cameUpAfterAll(generation, back)
                                ? towardsWanted(generation.number()).after(List.of(success(generation)))
                                : standing(generation, why)));
    }

    /** Swarm's word that it stopped counts, unless nothing else could run anyway. */
    private boolean cameUpAfterAll(Generation generation, Optional<WayBack> back) {
        return settledWhereItCan()
                && (back.isEmpty()
                        || Failure.stopped(wanted, observed, generation).isEmpty());
    }

    /** What a person must look at: it does not go back, and what it still waits for is not done. */
    private Plan standing(Generation generation, String why) {
        return towardsWanted(generation.number())
                .holding(new Hold(
                        "RolloutFailed",
                        "the rollout of generation %d failed and stands still (%s); correct the manifest"
                                .formatted(generation.number(), why)));
    }

    private Optional<WayBack> wayBack(Generation failed) {
        return history.lastGoodBefore(failed)
                .flatMap(good -> earlier.apply(good).map(d -> new WayBack(failed, good, d, observed)));
    }

    private Plan towardsWanted(long number) {
        var why = Why.askedBy(written.source());
        return Planner.towards(new Aim(wanted, number, why, Aim.Pace.CAREFUL), observed);
    }

    static boolean settled(Desired desired, Observed observed) {
        return settled(desired, observed, _ -> false);
    }

    /** The same, but for what waits for a drained node: that was not asked for, and may take for days. */
    private boolean settledWhereItCan() {
        return settled(wanted, observed, s -> observed.awaits(s).isPresent());
    }

    private static boolean settled(Desired desired, Observed observed, Predicate<ObservedService> excused) {
        return !desired.passing()
                && desired.services().stream().allMatch(d -> observed.service(d.name())
                        .filter(s -> observed.runs(s, d.templateHash()) || excused.test(s))
                        .filter(s -> !s.rollsOut(Rollout.State.UPDATING))
                        .isPresent());
    }

    private static Step success(Generation generation) {
        return new Step.RecordOutcome(generation, Outcome.ROLLED_OUT, "", "every task of it runs");
    }

    private static Step failure(Generation generation, String why) {
        return new Step.RecordOutcome(generation, Outcome.FAILED, why, why);
    }

    /** Of those before: none is under way any more, and few are kept. */
    private List<Step> tidiedUp(long current) {
        var steps = new ArrayList<Step>();
        var before =
                history.generations().stream().filter(g -> g.number() < current).toList();
        before.stream()
                .filter(g -> g.outcome() == Outcome.ROLLING_OUT)
                .forEach(g -> steps.add(new Step.RecordOutcome(
                        g, Outcome.SUPERSEDED, "", "the manifest asks for generation " + current)));
        var good =
                before.stream().filter(g -> g.outcome() == Outcome.ROLLED_OUT).findFirst();
        before.stream()
                .skip(History.KEPT - 1)
                .filter(g -> !good.equals(Optional.of(g)))
                .forEach(g -> steps.add(
                        new Step.RemoveConfig(g.entry(), "the last " + History.KEPT + " generations are kept")));
        return steps;
    }
}
