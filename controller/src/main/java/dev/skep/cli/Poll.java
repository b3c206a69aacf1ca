package dev.skep.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what raises no event. */
final class Poll {
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private Poll() {}

    /** Asks until it is true or the time is up; the result is its last answer. */
    static boolean until(Duration timeout, BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        }
        return true;
    }
}
