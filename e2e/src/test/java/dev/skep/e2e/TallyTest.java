package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the book finds. */
class TallyTest {
    private static final List<String> NONE = List.of();
    private static final List<String> ONE = List.of("503");

    @Test
    void isBalancedWhenEachAnswerCountedOnceUnderItsOwnValue() {
        assertDoesNotThrow(new Tally(10, List.of(12L, 11L, 13L), NONE, 13)::assertBalancedWithoutFailure);
    }

    @Test
    void aFailureMayHaveCountedOrNot() {
        assertDoesNotThrow(new Tally(10, List.of(11L, 12L), ONE, 12)::assertBalanced);
        assertDoesNotThrow(new Tally(10, List.of(11L, 13L), ONE, 13)::assertBalanced);
        finds("503", new Tally(10, List.of(11L, 12L), ONE, 12)::assertBalancedWithoutFailure);
    }

    @Test
    void findsAValueThatWasGivenTwice() {
        finds("given twice", new Tally(10, List.of(11L, 11L), NONE, 12)::assertBalanced);
    }

    @Test
    void findsAnAnswerThatWasNotCounted() {
        finds("not counted", new Tally(10, List.of(11L, 12L, 13L), NONE, 12)::assertBalanced);
        finds("not counted", new Tally(10, List.of(11L, 12L), ONE, 1)::assertBalanced);
    }

    @Test
    void findsARequestThatCountedTwice() {
        finds("counted twice", new Tally(10, List.of(11L, 13L), NONE, 13)::assertBalanced);
        finds("counted twice", new Tally(10, List.of(11L), ONE, 13)::assertBalanced);
    }

    @Test
    void findsAValueThatTheCounterNeverHad() {
        finds("made-up", new Tally(10, List.of(11L, 7L), NONE, 12)::assertBalanced);
    }

    private static void finds(String what, Runnable check) {
        var found = assertThrows(AssertionError.class, check::run);
        assertTrue(found.getMessage().contains(what), found::getMessage);
    }
}
