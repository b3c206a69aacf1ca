package dev.skep.loop;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The names whose sentinels elect nobody while their count moves: who stops now would leave them so. */
final class Moves {
    private final Set<String> names = new HashSet<>();

    /** The sentinels of this name are told to elect nobody. */
    synchronized void begun(String name) {
        names.add(name);
    }

    /** Somebody looked. */
    synchronized void seen(String name, boolean pending) {
        if (pending) {
            names.add(name);
        } else if (names.remove(name)) {
            notifyAll();
        }
    }

    /** Waits until all have ended. */
    synchronized void awaitNone(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); !names.isEmpty() && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
