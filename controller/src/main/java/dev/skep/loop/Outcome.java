package dev.skep.loop;

import java.time.Duration;

/** What reconciling one name came to. */
sealed interface Outcome {
    /** Nothing to do before something changes. */
    record Settled() implements Outcome {}

    /** Something was done, or is under way: look again then. */
    record LookAgain(Duration after) implements Outcome {}

    /** A step failed; the rest waits for another try. */
    record Failed(String why) implements Outcome {}

    /** One word for programs. */
    default String word() {
        return getClass().getSimpleName();
    }
}
