package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The requests that wait for the writer, first come, first served; those whose time is over leave unserved. */
final class WaitingLine {
    private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
    private final int capacity;

    WaitingLine(int capacity) {
        this.capacity = capacity;
    }

    /** Joins the line, unless it is full. */
    synchronized boolean join(Ticket ticket) {
        dropSettledHead();
        if (tickets.size() >= capacity) {
            return false;
        }
        tickets.add(ticket);
        notifyAll();
        return true;
    }

    /** Takes all at the head that ask for the same; waits for the first one as long as it takes. */
    synchronized List<Ticket> takeFirstRun() throws InterruptedException {
        dropSettledHead();
        while (tickets.isEmpty()) {
            wait();
            dropSettledHead();
        }
        return headRun(tickets.element().operation());
    }

    /** As {@link #takeFirstRun}, and gives none when none came in this time. */
    synchronized List<Ticket> takeRun(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        dropSettledHead();
        while (tickets.isEmpty()) {
            var millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return List.of();
            }
            wait(millis);
            dropSettledHead();
        }
        return headRun(tickets.element().operation());
    }

    synchronized int length() {
        return tickets.size();
    }

    private List<Ticket> headRun(Operation operation) {
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
