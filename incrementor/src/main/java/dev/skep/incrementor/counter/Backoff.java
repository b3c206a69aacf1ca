package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt: doubling up to a bound, and spread so that many do not come at once. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMillis(100);

    private final DoubleSupplier random;
    private Duration next = FIRST;

    /**
     * A new one.
     *
     * @param random numbers from 0 to 1
     */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** The pause after one more failure: between half of the bound that holds now and all of it. */
    Duration next() {
        var bound = next;
        var doubled = bound.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofNanos((long) (bound.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }

    /** Begins anew, after a success. */
    void reset() {
        next = FIRST;
    }
}
