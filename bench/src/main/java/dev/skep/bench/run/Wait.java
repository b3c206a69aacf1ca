package dev.skep.bench.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Polls with a deadline. */
public final class Wait {
    private Wait() {}

    /** Waits until it holds. */
    public static void until(String what, Duration atMost, Duration poll, Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("not so after " + atMost.toSeconds() + " s: " + what);
            }
            TimeUnit.NANOSECONDS.sleep(poll.toNanos());
        }
    }
}
