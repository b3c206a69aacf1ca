package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A ticket whose answer is a future, for all that is not asked a hundred thousand times a second. */
class Question extends Ticket {
    private final CompletableFuture<Outcome> decided = new CompletableFuture<>();
    private final CompletableFuture<Outcome> told;

    /** Asks; with the answer it leaves the line. */
    Question(Operation operation, Duration patience, WaitingLine line, Timing timing) {
        super(operation);
        told = timing.within(patience, decided).thenApply(outcome -> {
            line.leave();
            return outcome;
        });
    }

    final CompletableFuture<Outcome> told() {
        return told;
    }

    @Override
    protected boolean settled() {
        return decided.isDone();
    }

    @Override
    protected void answer(long number) {
        decided.complete(new Outcome.Value(number));
    }

    @Override
    protected void refuse(String why) {
        decided.complete(new Outcome.Refused(why));
    }
}
