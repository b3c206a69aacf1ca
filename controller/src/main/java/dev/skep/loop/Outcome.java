package dev.skep.loop;

import java.time.Duration;

/** What reconciling one name came to. */
sealed interface Outcome {
    /** Nothing to do before something changes. */
    record Settled() implements Outcome {}

    /** Something was done, or is under way: look again then. */
    record LookAgain(Duration after) implements Outcome {}

    /** Something in the way will be gone by itself: look again then. */
    record InTheWay(Duration after) implements Outcome {}

    /** Nothing more was tried, for no reason of its own: what the others do, or the swarm, ended the pass. */
    record CutShort() implements Outcome {}

    /** Somebody was faster: what is there now decides. */
    record TooLate() implements Outcome {}

    /** The swarm did not answer; what was asked may have been done. */
    record Unanswered(String why) implements Outcome {}

    /** A step failed; the rest waits for another try. */
    record Failed(String why) implements Outcome {}

    /** What should not happen; an error of the JVM, too, must not leave a name in hand for ever. */
    record Bug(Throwable thrown) implements Outcome {}

    /** One word for programs. */
    default String word() {
        return getClass().getSimpleName();
    }
}
