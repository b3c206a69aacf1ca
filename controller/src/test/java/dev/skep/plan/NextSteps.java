package dev.skep.plan;

import dev.skep.desired.topology.Kept;
import dev.skep.observed.ObservedGroup;
import java.util.List;
import java.util.Set;

/** What is to be said to whom now, for tests with a group of their own. */
public final class NextSteps {
    private NextSteps() {}

    /** To a group as it was seen. */
    public static List<HealStep> of(Kept wanted, Crew crew, ObservedGroup group) {
        return Stages.next(wanted, crew, group).steps();
    }

    /** Who may go now. */
    public static Set<String> going(Kept wanted, Crew crew, ObservedGroup group) {
        return Stages.next(wanted, crew, group).emptied();
    }
}
