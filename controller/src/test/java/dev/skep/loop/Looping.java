package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A loop under test, on a thread of its own, and the wait for what it does. */
final class Looping {
    private Looping() {}

    /** Not yet started. */
    static Thread thread(Controller controller) {
        return Thread.ofVirtual().unstarted(() -> {
            try {
                controller.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static void eventually(Duration within, String what, Callable<Boolean> holds) throws Exception {
        var end = System.nanoTime() + within.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                fail("not within " + within.toSeconds() + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
