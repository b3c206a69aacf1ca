package dev.skep.bench.run;

/** A benchmark cannot begin, or cannot go on: the message tells the user why, and what to do. */
public final class BenchException extends RuntimeException {
    public BenchException(String message) {
        super(message);
    }
}
