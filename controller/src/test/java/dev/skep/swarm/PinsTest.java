package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PinsTest {
    private static final String IMAGE = "one";
    private static final Optional<String> DIGEST = Optional.of("one@sha256:0");

    private final AtomicInteger questions = new AtomicInteger();
    private final CompletableFuture<Optional<String>> first = new CompletableFuture<>();
    private Optional<String> later = DIGEST;

    /** The first question is answered when the test says how, each later one at once. */
    private final Pins pins = new Pins(_ -> questions.incrementAndGet() == 1
            ? first.orTimeout(1, TimeUnit.MINUTES).join()
            : later);

    @Test
    void whoComesWhileItIsBeingAskedSharesTheAnswer() throws Exception {
        var all = Askers.thatWait(5, () -> pins.of(IMAGE));
        first.complete(DIGEST);
        assertEquals(Collections.nCopies(5, DIGEST), all.answers());
        assertEquals(1, questions.get());
    }

    @Test
    void butNotThatThereWasNone() throws Exception {
        var early = Askers.thatWait(1, () -> pins.of(IMAGE));
        var others = Askers.thatWait(5, () -> pins.of(IMAGE));
        first.complete(Optional.empty());
        assertEquals(List.of(Optional.empty()), early.answers());
        assertEquals(Collections.nCopies(5, DIGEST), others.answers());
    }

    @Test
    void andNotAFailureThatNobodyForesaw() throws Exception {
        var early = Askers.thatWait(1, () -> pins.of(IMAGE));
        var others = Askers.thatWait(5, () -> pins.of(IMAGE));
        first.completeExceptionally(new IllegalStateException("unforeseen"));
        assertThrows(ExecutionException.class, early::answers);
        assertEquals(Collections.nCopies(5, DIGEST), others.answers());
    }

    @Test
    void whereThereIsNoRegistryEachIsToldAfterOneMoreQuestion() throws Exception {
        later = Optional.empty();
        var early = Askers.thatWait(1, () -> pins.of(IMAGE));
        var other = Askers.thatWait(1, () -> pins.of(IMAGE));
        first.complete(Optional.empty());
        assertEquals(List.of(Optional.empty()), early.answers());
        assertEquals(List.of(Optional.empty()), other.answers());
        assertEquals(2, questions.get());
    }
}
