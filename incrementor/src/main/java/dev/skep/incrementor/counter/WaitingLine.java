package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The requests that wait for the writer, first come, first served; those whose time is over leave unserved. */
final class WaitingLine {
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

    private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
    private final int capacity;
    private final Timing timing;
    private Thread server;

    WaitingLine(int capacity, Timing timing) {
        this.capacity = capacity;
        this.timing = timing;
    }

    /** Joins the line, unless it is full. */
    synchronized boolean join(Ticket ticket) {
        dropSettledHead();
        if (tickets.size() >= capacity) {
            return false;
        }
        tickets.add(ticket);
        timing.wake(server);
        return true;
    }

    /** Takes all at the head that ask for the same; waits for the first one as long as it takes. */
    List<Ticket> takeFirstRun() throws InterruptedException {
        while (true) {
            var run = takeRun(AS_LONG_AS_IT_TAKES);
            if (!run.isEmpty()) {
                return run;
            }
        }
    }

    /** As {@link #takeFirstRun}, and gives none when none came in this time. */
    List<Ticket> takeRun(Duration patience) throws InterruptedException {
        var deadline = timing.nanoTime() + patience.toNanos();
        var run = headRun();
        while (run.isEmpty()) {
            var left = deadline - timing.nanoTime();
            if (left <= 0) {
                return List.of();
            }
            timing.park(Duration.ofNanos(left));
            run = headRun();
        }
        return run;
    }

    synchronized int length() {
        return tickets.size();
    }

    private synchronized List<Ticket> headRun() {
        server = Thread.currentThread();
        dropSettledHead();
        if (tickets.isEmpty()) {
            return List.of();
        }
        var operation = tickets.element().operation();
        var run = new ArrayList<Ticket>();
        while (!tickets.isEmpty() && tickets.element().operation() == operation) {
            var ticket = tickets.remove();
            if (!ticket.settled()) {
                run.add(ticket);
            }
        }
        return run;
    }

    /** All wait equally long, so whose time is over stands at the head. */
    private void dropSettledHead() {
        while (!tickets.isEmpty() && tickets.element().settled()) {
            tickets.remove();
        }
    }
}
