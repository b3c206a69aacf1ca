package dev.skep.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what must come true. */
final class Eventually {
    /** Far more than it takes: the machine may be busy, and no test is about speed. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Duration INTERVAL = Duration.ofMillis(250);

    private Eventually() {}

    /** Asserts again and again until it holds; fails with what it last said. */
    static void eventually(String what, Runnable assertion) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(
                            "not within %d s: %s; last: %s".formatted(LONGEST.toSeconds(), what, notYet.getMessage()),
                            notYet);
                }
            }
            pause();
        }
    }

    /** Asserts again and again for so long. */
    static void throughout(Duration time, Runnable assertion) {
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; pause()) {
            assertion.run();
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
