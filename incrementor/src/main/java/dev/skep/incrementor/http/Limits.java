package dev.skep.incrementor.http;

import java.time.Duration;

/**
 * How much patience a connection may ask for.
 *
 * @param idle how long a client may send nothing
 * @param slow how long a request may take to come, or answers to be taken
 * @param parting how long a client may go on after its last answer
 */
record Limits(Duration idle, Duration slow, Duration parting) {
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Duration SLOW = Duration.ofSeconds(10);
    static final Duration PARTING = Duration.ofSeconds(1);

    /** What the app grants: longer than a request may wait for its answer. */
    static Limits of(Duration requestTimeout) {
        var twice = requestTimeout.multipliedBy(2);
        return new Limits(twice.compareTo(IDLE) > 0 ? twice : IDLE, SLOW, PARTING);
    }
}
