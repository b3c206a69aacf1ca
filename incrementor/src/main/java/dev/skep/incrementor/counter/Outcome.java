package dev.skep.incrementor.counter;

/** How a request to the counter ended. */
public sealed interface Outcome {
    /** Done, and this is the number that is the client's. */
    record Value(long number) implements Outcome {}

    /** No answer within the time a request may take: it was counted once or not at all. */
    record Late() implements Outcome {}

    /** Too many requests wait already: not counted. */
    record Full() implements Outcome {}

    /** Of several counters some did not answer in time, so there is no sum; what was asked happened in each once or not at all. */
    record Incomplete(String why) implements Outcome {}

    /** Redis refused it for good: not counted. */
    record Refused(String why) implements Outcome {}
}
