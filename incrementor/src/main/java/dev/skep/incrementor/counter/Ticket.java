package dev.skep.incrementor.counter;

import java.util.concurrent.CompletableFuture;

/** A request in the waiting line, and where its answer goes. */
record Ticket(Operation operation, CompletableFuture<Outcome> answer) {
    Ticket(Operation operation) {
        this(operation, new CompletableFuture<>());
    }

    /** Whether nobody waits any more: it has been answered, or its time is over. */
    boolean settled() {
        return answer.isDone();
    }
}
