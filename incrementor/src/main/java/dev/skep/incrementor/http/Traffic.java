package dev.skep.incrementor.http;

import java.time.Duration;

/** The connections of this moment, over all event loops, and whether they are to come to an end. */
public final class Traffic {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private int connections;
    private long lastArrival = System.nanoTime();
    private volatile boolean draining;

    synchronized void connectionOpened() {
        connections++;
        lastArrival = System.nanoTime();
        notifyAll();
    }

    synchronized void connectionClosed() {
        connections--;
        notifyAll();
    }

    /** How many connections are open. */
    public synchronized int connections() {
        return connections;
    }

    /** From now on not ready, and each connection ends with its next answer. */
    public void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    /** Waits until no connection is open and none has come for a second, or until the time is over. */
    public synchronized void awaitQuiet(Duration longest) throws InterruptedException {
        var begin = System.nanoTime();
        var end = begin + longest.toNanos();
        while (true) {
            var now = System.nanoTime();
            // A connection that is open is waited for until the end; each change wakes this up.
            var quietAt = connections > 0 ? end : Math.max(lastArrival, begin) + QUIET.toNanos();
            var left = Math.min(quietAt - now, end - now);
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
