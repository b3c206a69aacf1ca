package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the book finds. */
class TallyTest {
    private static final List<String> NONE = List.of();
    private static final List<String> ONE = List.of("503");

    @Test
    void isBalancedWhenEachAnswerCountedOnceUnderItsOwnValue() {
        assertDoesNotThrow(tally(10, List.of(12L, 11L, 13L), NONE, 13)::assertBalancedWithoutFailure);
    }

    @Test
    void aFailureMayHaveCountedOrNot() {
        assertDoesNotThrow(tally(10, List.of(11L, 12L), ONE, 12)::assertBalanced);
        assertDoesNotThrow(tally(10, List.of(11L, 13L), ONE, 13)::assertBalanced);
        finds("503", tally(10, List.of(11L, 12L), ONE, 12)::assertBalancedWithoutFailure);
    }

    @Test
    void findsAValueThatWasGivenTwice() {
        finds("given twice", tally(10, List.of(11L, 11L), NONE, 12)::assertBalanced);
    }

    @Test
    void findsAnAnswerThatWasNotCounted() {
        finds("not counted", tally(10, List.of(11L, 12L, 13L), NONE, 12)::assertBalanced);
        finds("not counted", tally(10, List.of(11L, 12L), ONE, 1)::assertBalanced);
    }

    @Test
    void findsARequestThatCountedTwice() {
        finds("counted twice", tally(10, List.of(11L, 13L), NONE, 13)::assertBalanced);
        finds("counted twice", tally(10, List.of(11L), ONE, 13)::assertBalanced);
    }

    @Test
    void findsAValueThatTheCounterNeverHad() {
        finds("made-up", tally(10, List.of(11L, 7L), NONE, 12)::assertBalanced);
    }

    @Test
    void severalCountersMayGiveEqualValuesButTheirSumIsExact() {
        assertDoesNotThrow(tally(10, List.of(1L, 1L, 2L), NONE, 13)::assertSumBalanced);
        finds("not counted", tally(10, List.of(1L, 1L, 2L), NONE, 12)::assertSumBalanced);
        finds("counted twice", tally(10, List.of(1L, 1L, 2L), ONE, 15)::assertSumBalanced);
    }

    private static Tally tally(long before, List<Long> values, List<String> failures, long after) {
        return new Tally(before, values, failures, after, Duration.ZERO);
    }

    private static void finds(String what, Runnable check) {
        var found = assertThrows(AssertionError.class, check::run);
        assertTrue(found.getMessage().contains(what), found::getMessage);
    }
}
