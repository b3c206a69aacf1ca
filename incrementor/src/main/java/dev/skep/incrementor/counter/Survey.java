package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A read that asks for all that a sum needs. */
final class Survey extends Question {
    private volatile Optional<Reading> reading = Optional.empty();

    Survey(Duration patience, WaitingLine line, Timing timing) {
        super(Operation.READ, patience, line, timing);
    }

    /** What came of it. */
    sealed interface End {
        /** It was told. */
        record Told(Reading reading) implements End {}

        /** It was not. */
        record Silent(Outcome why) implements End {}
    }

    CompletableFuture<End> end() {
        return told().thenApply(outcome -> reading.<End>map(End.Told::new)
                .filter(_ -> outcome instanceof Outcome.Value)
                .orElseGet(() -> new End.Silent(outcome)));
    }

    @Override
    protected void answer(Reading told) {
        reading = Optional.of(told);
        answer(told.count().orElse(0));
    }
}
