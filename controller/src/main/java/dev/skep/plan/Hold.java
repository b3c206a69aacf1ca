package dev.skep.plan;

import java.util.List;

/**
 * Something that Skep could do, and will not before a person acts.
 *
 * @param reason one word in CamelCase, for programs
 * @param message what is held, why, and what to do
 */
public record Hold(String reason, String message) {
    /** The manifest asks for another mode than the one that counts. */
    static final String MODE_CHANGE = "ModeChange";

    /** A wish of the manifest's own, and no trouble. */
    public static final String SUSPENDED = "Suspended";

    /** Whether the Redis that are there are others than those that are asked for. */
    private boolean ofAnotherMode() {
        return reason.equals(MODE_CHANGE);
    }

    /** Whether the group that is there is the one that is asked for, and can be told of and healed, whatever else is held. */
    public static boolean leaveTheGroup(List<Hold> holds) {
        return holds.stream().noneMatch(Hold::ofAnotherMode);
    }
}
