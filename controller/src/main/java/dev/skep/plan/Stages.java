package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.plan.Stage.Allowed;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * From how the Redis of a shared count are to the next stage on the way to how they should be (docs/decisions/0017). Nothing
 * of the way is stored: each look finds out where it stands. Pure.
 */
final class Stages {
    private Stages() {}

    /** Where no Redis was asked, what would move a count waits. */
    static Stage of(Desired desired, Observed observed) {
        return of(desired, observed, UnaryOperator.identity());
    }

    /** @param as how the Redis of a shared count are to be looked at */
    private static Stage of(Desired desired, Observed observed, UnaryOperator<Crew> as) {
        if (desired.kept().isEmpty()) {
            return Folding.of(desired, observed, observed.shares(desired.name()));
        }
        var stage = of(desired, observed, as.apply(Crew.of(desired, observed)));
        if (!desired.crossing()) {
            return stage.waitsFor().isEmpty() ? stage.waitingFor(untold(desired)) : stage;
        }
        // Who is to take an amount, or to give it, leads first.
        return stage.equals(Stage.calm(List.of()))
                ? Folding.of(desired, observed, observed.shares(desired.name()))
                : stage.holdingTheApp();
    }

    /** What is waited for while all that counts is as it should be: that something may go. */
    static Optional<String> aside(Desired desired, Observed observed) {
        return Optional.of(of(desired, observed))
                .filter(stage -> stage.allowed().containsAll(EnumSet.allOf(Allowed.class)))
                .flatMap(Stage::waitsFor);
    }

    private static Stage of(Desired desired, Observed observed, Crew crew) {
        return observed.group(desired.name())
                .map(group -> next(known(desired.kept().orElseThrow(), desired, observed), crew, group))
                .orElseGet(() -> unseen(desired, observed, crew));
    }

    /** Whoever is to come is not waited for by those who are there. */
    private static Kept known(Kept wanted, Desired desired, Observed observed) {
        return switch (wanted) {
            case Watched watched -> Newcomers.without(watched, desired, observed);
            case Alone alone -> alone;
        };
    }

    private static Stage unseen(Desired desired, Observed observed, Crew crew) {
        if (crew.exceeds(desired)) {
            return Stage.waiting(crew.takesOver(desired)
                    .map(Move::words)
                    .orElse("the count is moved by the controller, which alone reaches Redis"));
        }
        return desired.watched()
                .map(w -> new Stage(List.of(), departing(desired), Set.of(Allowed.RETIRE, Allowed.RESTART))
                        .sparing(Move.reported(w, desired, observed)))
                .orElseGet(() -> Stage.calm(List.of()));
    }

    /** Nobody is left who goes, but not all have forgotten them. */
    private static Optional<String> untold(Desired desired) {
        return desired.asked()
                .filter(asked -> !desired.passing() && !asked.app().equals(desired.app()))
                .map(_ -> "the app is told of fewer copies or sentinels once nobody remembers those that have gone");
    }

    private static Optional<String> departing(Desired desired) {
        return Optional.of(desired.leaving()).filter(l -> !l.isEmpty()).map(Departing::words);
    }

    /** For a group as it was seen. */
    static Stage next(Kept wanted, Crew crew, ObservedGroup group) {
        var seen = new Seen(crew, group);
        if (seen.nobodyAnswers()) {
            return unanswered(wanted, crew);
        }
        if (seen.lead().isEmpty() && seen.mostSentinelsAreSilent()) {
            return Stage.waiting("the data do not say who leads, and most sentinels do not answer: these may elect");
        }
        var electing = new Electing(wanted.name(), seen);
        var leading = new Leading(wanted.name(), seen);
        return switch (wanted) {
            case Watched watched -> elect(seen) ? electing.on(watched).sparing(seen.move()) : leading.join(watched);
            case Alone alone -> elect(seen) ? electing.down() : leading.stay(alone);
        };
    }

    /** Whether nobody that answers is the primary, and no sentinel may make one. */
    static boolean nobodyLeads(Desired desired, Observed observed) {
        return observed.group(desired.name())
                .map(group -> new Seen(Crew.of(desired, observed), group))
                .filter(seen -> !seen.group().members().isEmpty()
                        && seen.group().primaries().isEmpty()
                        && !elect(seen))
                .isPresent();
    }

    /**
     * Whether the sentinels of a count elect nobody, though its data say that they do: what ends that waits for nothing else
     * (docs/decisions/0027).
     */
    static boolean pending(Desired desired, Observed observed) {
        return desired.watched()
                .flatMap(watched -> observed.group(desired.name())
                        .map(group -> new Seen(Crew.of(desired, observed), group))
                        .filter(seen -> elect(seen) && new Electing(watched.name(), seen).pending()))
                .isPresent();
    }

    /** Whether a count is about to lose its primary, and the sentinels would have to elect another. */
    static boolean primaryEnds(Desired desired, Observed observed) {
        return desired.watched()
                .flatMap(_ -> observed.group(desired.name()))
                .map(group -> new Seen(Crew.of(desired, observed), group))
                .filter(seen -> elect(seen) && seen.primaryEnds())
                .isPresent();
    }

    /**
     * What is said whatever is held: what moves no count, and what brings a primary back where none is. Whoever is there and is
     * not wanted may elect, or be the primary: who healed a part of them could contradict the others. A primary that is to be
     * replaced is left where it is.
     */
    static List<HealStep> care(Desired desired, Observed observed) {
        if (desired.kept().isEmpty()) {
            return of(desired, observed).steps();
        }
        var group = observed.group(desired.name());
        if (group.isEmpty()) {
            return List.of();
        }
        var crew = Crew.of(desired, observed).asItRuns();
        var seen = new Seen(crew, group.get());
        var stage = of(desired, observed, Crew::asItRuns);
        var moves = stage.waitsFor().isPresent();
        var due =
                switch (desired.kept().get()) {
                    case Watched _ ->
                        crew.exceeds(desired)
                                ? seen.group().primaries().isEmpty() && !elect(seen)
                                : !moves
                                        || elect(seen)
                                        || seen.group().primaries().isEmpty();
                    case Alone _ ->
                        !crew.exceeds(desired) || seen.group().primaries().isEmpty();
                };
        return due ? stage.steps() : List.of();
    }

    /** Where no move is under way, it may be just what is changed that lets them answer. */
    private static Stage unanswered(Kept wanted, Crew crew) {
        var wait = "none of these answers the controller: " + String.join(", ", crew.members());
        return crew.appFollows() && !crew.exceeds(wanted) ? Stage.waiting(wait, Allowed.RESTART) : Stage.waiting(wait);
    }

    /**
     * Whether the data say that the sentinels elect. Where they say nothing, be it that they are of before they said so or
     * that all are lost, one sentinel that elects says it: none is let do so before the data say it, and one that has
     * restarted and watches nothing yet says nothing.
     */
    private static boolean elect(Seen seen) {
        return seen.lead().map(ObservedMember.SENTINELS::equals).orElseGet(() -> Electing.any(seen));
    }
}
