package dev.skep.plan;

/**
 * What a step does to what runs.
 *
 * @param text for people
 */
public record Effect(Kind kind, String text) {
    /** For programs. */
    public enum Kind {
        NOTHING_RESTARTS,
        TASKS_START,
        TASKS_STOP,
        TASKS_RESTART,
        REDIS_RESTARTS,
        COPY_RESTARTS,
        WRITES_WAIT,
        GATEWAY_RESTARTS,
        COUNT_LOST
    }

    @Override
    public String toString() {
        return text;
    }
}
