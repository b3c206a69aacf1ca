package dev.skep.manifest;

import java.time.Duration;

/**
 * How the app's tasks are replaced: {@code spec.app.update}.
 *
 * @param parallelism how many tasks at a time, at least 1
 * @param monitor how long a task that came to run is still watched
 * @param deadline how long a rollout may take before it counts as failed
 */
public record UpdateSpec(
        Order order, int parallelism, Duration monitor, FailureAction failureAction, Duration deadline) {
    /** Which of the old and the new task comes first. */
    public enum Order {
        START_FIRST,
        STOP_FIRST
    }

    /** What a failed rollout leads to. */
    public enum FailureAction {
        ROLLBACK,
        PAUSE
    }
}
