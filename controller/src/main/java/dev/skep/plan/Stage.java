package dev.skep.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What comes next for a count.
 *
 * @param steps what to say to whom now
 * @param waitsFor what must come by itself, or be done, before the rest
 * @param allowed what may be done to the services meanwhile
 * @param move what must have been done before the service that it is from may be restarted; empty: nobody is spared
 * @param emptied the services of those whose data others have, and of sentinels that nobody needs: they may go
 */
record Stage(
        List<HealStep> steps,
        Optional<String> waitsFor,
        Set<Allowed> allowed,
        Optional<Move> move,
        Set<String> emptied) {
    Stage(List<HealStep> steps, Optional<String> waitsFor, Set<Allowed> allowed) {
        this(steps, waitsFor, allowed, Optional.empty(), Set.of());
    }

    /** What would lose or double counts at another time. */
    enum Allowed {
        /** The app may be told of another mode. */
        CHANGE_MODE,
        /** The app may have more tasks than it has. */
        ADD_TASKS,
        /** What is there and not wanted may go. */
        RETIRE,
        /** A Redis or sentinel that runs may be restarted. */
        RESTART
    }

    /** Nothing is under way. */
    static Stage calm(List<HealStep> steps) {
        return new Stage(steps, Optional.empty(), EnumSet.allOf(Allowed.class));
    }

    static Stage waiting(String wait, Allowed... allowed) {
        return new Stage(List.of(), Optional.of(wait), Set.of(allowed));
    }

    static Stage doing(List<HealStep> steps, String wait, Allowed... allowed) {
        return new Stage(steps, Optional.of(wait), Set.of(allowed));
    }

    /** The same, where no task of the app may count elsewhere yet. */
    Stage holdingTheApp() {
        var left = allowed.stream()
                .filter(a -> switch (a) {
                    case CHANGE_MODE, ADD_TASKS -> false;
                    case RETIRE, RESTART -> true;
                })
                .collect(Collectors.toUnmodifiableSet());
        return new Stage(steps, waitsFor, left, move, emptied);
    }

    /** The same, where this is waited for. */
    Stage waitingFor(Optional<String> what) {
        return new Stage(steps, what, allowed, move, emptied);
    }

    /** The same, where the count moves before its primary is restarted. */
    Stage sparing(Optional<Move> primary) {
        return new Stage(steps, waitsFor, allowed, primary, emptied);
    }
}
