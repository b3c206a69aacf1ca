package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The requests that wait for the writer, first come, first served; those whose time is over leave unserved.
 *
 * <p>No lock: who joins links itself to the last one (one compare-and-set, which only another event loop could disturb), and
 * the writer takes the whole chain by one swap.
 */
final class WaitingLine {
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

    private final AtomicReference<Ticket> last = new AtomicReference<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final int capacity;
    private final Timing timing;

    /** What the writer has taken and not yet served; only it looks here. */
    private final ArrayDeque<Ticket> taken = new ArrayDeque<>();

    /** Whether more than one stood here last time. */
    private boolean busy;

    private volatile Thread sleeper;

    WaitingLine(int capacity, Timing timing) {
        this.capacity = capacity;
        this.timing = timing;
    }

    /** A place among those that may wait, unless all are taken; who gets one joins, and leaves when it is settled. */
    boolean enter() {
        if (unanswered.incrementAndGet() > capacity) {
            unanswered.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives the place back; once for each {@link #enter}. */
    void leave() {
        unanswered.decrementAndGet();
    }

    /** Joins the line; the writer sees it when it looks, or is woken. */
    void join(Ticket ticket) {
        Ticket before;
        do {
            before = last.get();
            ticket.standBehind(before);
        } while (!last.compareAndSet(before, ticket));
    }

    /** Wakes the writer if it sleeps: many may join before it is worth it. */
    void wake() {
        var thread = sleeper;
        if (thread != null) {
            sleeper = null;
            timing.wake(thread);
        }
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
        dropSettled();
        while (taken.isEmpty()) {
            var left = deadline - timing.nanoTime();
            if (left <= 0) {
                return List.of();
            }
            sleep(left);
            dropSettled();
        }
        growWhileBusy();
        return headRun(taken.element().operation());
    }

    /**
     * Where many ask and processors are few, the event loops go first, and what they have read by then is part of the batch: half
     * as many batches. Where there is time, nobody goes first, and nothing is lost.
     */
    private void growWhileBusy() {
        if (busy) {
            timing.giveWay();
            takeAll();
        }
        busy = taken.size() > 1;
    }

    /** Forgets those at the head whose time is over: all wait equally long, so that is where they stand. */
    void dropSettled() {
        takeAll();
        while (!taken.isEmpty() && taken.element().settled()) {
            taken.remove();
        }
    }

    /** How many have no answer yet, whether the writer has them already or not. */
    int unanswered() {
        return unanswered.get();
    }

    private void sleep(long nanos) throws InterruptedException {
        sleeper = Thread.currentThread();
        if (last.get() == null) {
            timing.park(Duration.ofNanos(nanos));
        }
        sleeper = null;
    }

    private void takeAll() {
        if (last.get() == null) {
            return;
        }
        var begin = new ArrayDeque<Ticket>();
        for (var ticket = last.getAndSet(null); ticket != null; ticket = ticket.before()) {
            begin.addFirst(ticket);
        }
        for (var ticket : begin) {
            // Else a chain of all tickets ever would hang on each.
            ticket.standBehind(null);
            taken.add(ticket);
        }
    }

    private List<Ticket> headRun(Operation operation) {
        var run = new ArrayList<Ticket>(taken.size());
        while (!taken.isEmpty() && taken.element().operation() == operation) {
            var ticket = taken.remove();
            if (!ticket.settled()) {
                run.add(ticket);
            }
        }
        return run;
    }
}
