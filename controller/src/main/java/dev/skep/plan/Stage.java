package dev.skep.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What comes next for a shared count.
 *
 * @param steps what to say to whom now
 * @param waitsFor what must come by itself, or be done, before the rest
 * @param allowed what may be done to the services meanwhile
 */
record Stage(List<HealStep> steps, Optional<String> waitsFor, Set<Allowed> allowed) {
    /** What would lose or double counts at another time. */
    enum Allowed {
        /** The app may be told of another mode. */
        CHANGE_MODE,
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
}
