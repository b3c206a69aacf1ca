package dev.skep.plan;

import dev.skep.desired.Desired;

/**
 * What a plan leads to.
 *
 * @param generation that it is of; 0: of none, for Skep's own services have no history
 */
record Aim(Desired desired, long generation, Why why, Pace pace) {
    /** How a generation that changes several services goes about it. */
    enum Pace {
        /** What is cheap to take back goes first, and what would hurt waits until that is rolled out. */
        CAREFUL,
        /** All at once. */
        AT_ONCE
    }
}
