package dev.skep.observed;

import java.time.Instant;

/** Swarm's word on the last update of a service ({@code UpdateStatus}). */
public record Rollout(State state, Instant startedAt, String message) {
    /** The states that Swarm knows. */
    public enum State {
        UPDATING,
        PAUSED,
        COMPLETED,
        ROLLBACK_STARTED,
        ROLLBACK_PAUSED,
        ROLLBACK_COMPLETED
    }
}
