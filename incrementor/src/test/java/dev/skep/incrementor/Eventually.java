package dev.skep.incrementor;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what must come true. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private Eventually() {}

    /** Asks again and again until it is true; fails when it is not within forty seconds. */
    public static void eventually(String what, Callable<Boolean> holds) throws Exception {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                fail("not within " + LONGEST.toSeconds() + " s: " + what);
            }
            Thread.sleep(5);
        }
    }
}
