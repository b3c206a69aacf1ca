package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who stops waits for the moves that were begun. */
final class MovesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Moves moves = new Moves();

    @Test
    void whereNoneWasBegunNobodyWaits() throws Exception {
        moves.seen("incr", false);
        moves.awaitNone(LONG);
    }

    @Test
    void theLastThatEndsLetsGo() throws Exception {
        moves.begun("incr");
        moves.seen("other", true);
        var stopped = CompletableFuture.runAsync(this::await, Thread::startVirtualThread);
        moves.seen("incr", false);
        assertFalse(stopped.isDone());
        moves.seen("other", false);
        stopped.get(30, TimeUnit.SECONDS);
    }

    @Test
    void oneThatDoesNotEndIsNotWaitedForForEver() throws Exception {
        moves.begun("incr");
        long began = System.nanoTime();
        moves.awaitNone(Duration.ofMillis(50));
        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(50));
    }

    private void await() {
        try {
            moves.awaitNone(LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
