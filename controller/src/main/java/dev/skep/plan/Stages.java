package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.plan.Stage.Allowed;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From how the Redis of a shared count are to the next stage on the way to how they should be (docs/decisions/0017). Nothing
 * of the way is stored: each look finds out where it stands. Pure.
 */
public final class Stages {
    private Stages() {}

    /** Where no Redis was asked, what would move a count waits. */
    static Stage of(Desired desired, Observed observed) {
        if (desired.kept().isEmpty()) {
            return Stage.calm(List.of());
        }
        var crew = Crew.of(desired, observed);
        return observed.group(desired.name())
                .map(group -> next(desired.kept().get(), crew, group))
                .orElseGet(() -> unseen(desired, crew));
    }

    /** What to say to whom now, to a group as it was seen. */
    public static List<HealStep> steps(Kept wanted, Crew crew, ObservedGroup group) {
        return next(wanted, crew, group).steps();
    }

    private static Stage unseen(Desired desired, Crew crew) {
        if (crew.exceeds(desired)) {
            return Stage.waiting("the count is moved by the controller, which alone reaches Redis");
        }
        return desired.watched().isPresent()
                ? new Stage(List.of(), Optional.empty(), Set.of(Allowed.RETIRE, Allowed.RESTART))
                : Stage.calm(List.of());
    }

    /** For a group as it was seen. */
    static Stage next(Kept wanted, Crew crew, ObservedGroup group) {
        var seen = new Seen(crew, group);
        if (seen.lead().isEmpty() && seen.mostSentinelsAreSilent()) {
            return Stage.waiting("the data do not say who leads, and most sentinels do not answer: these may elect");
        }
        var electing = new Electing(wanted.name(), seen);
        var leading = new Leading(wanted.name(), seen);
        return switch (wanted) {
            case Watched watched -> elect(seen) ? electing.on(watched) : leading.join(watched);
            case Alone alone -> elect(seen) ? electing.down() : leading.stay(alone);
        };
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
