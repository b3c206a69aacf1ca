package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Tally.Given;
import dev.skep.e2e.Tally.Waited;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the book finds. */
class TallyTest {
    private static final List<String> NONE = List.of();
    private static final List<String> ONE = List.of("503");
    private static final Duration GAP = Duration.ofMillis(1500);
    private static final Waited SLOWEST = new Waited(Duration.ofMillis(700), "503");

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
        assertDoesNotThrow(tally(10, List.of(given("a", 1), given("b", 1), given("b", 2)), 13)::assertSumBalanced);
        finds("not counted", tally(10, List.of(1L, 2L, 3L), NONE, 12)::assertSumBalanced);
        finds("counted twice", tally(10, List.of(1L, 2L, 3L), ONE, 15)::assertSumBalanced);
    }

    @Test
    void tasksThatShareACounterGiveAValueOnce() {
        var tally = tally(10, List.of(given("a", 1), given("b", 1), given("c", 1)), 13);
        assertEquals(1, tally.doubledAmong(task -> !task.equals("a")));
        assertEquals(0, tally.doubledAmong("a"::equals));
    }

    @Test
    void findsAValueThatOneOfSeveralCountersGaveTwiceThoughTheirSumIsRight() {
        finds(
                "gave a value twice",
                tally(10, List.of(given("a", 1), given("b", 1), given("b", 1)), 13)::assertSumBalanced);
    }

    @Test
    void findsAGapAndAnAnswerThatTookTooLong() {
        var tally = tally(10, List.of(11L), ONE, 11);
        assertDoesNotThrow(() -> tally.assertGapWithin(GAP));
        finds("a gap", () -> tally.assertGapWithin(GAP.minusMillis(1)));
        assertDoesNotThrow(() -> tally.assertWaitedWithin(SLOWEST.time()));
        finds("not in time", () -> tally.assertWaitedWithin(SLOWEST.time().minusMillis(1)));
        var hung = new Tally(10, List.of(), ONE, NONE, 10, GAP, Optional.empty(), Optional.of(SLOWEST));
        finds("not in time", () -> hung.assertWaitedWithin(SLOWEST.time().minusMillis(1)));
    }

    @Test
    void findsAnAnswerThatDoesNotSayWhyItIsNone() {
        assertDoesNotThrow(tally(10, List.of(11L), ONE, 11)::assertExplained);
        var unexplained = new Tally(10, List.of(), ONE, ONE, 10, GAP, Optional.empty(), Optional.empty());
        finds("503", unexplained::assertExplained);
    }

    private static Tally tally(long before, List<Long> values, List<String> failures, long after) {
        var given = values.stream().map(v -> given("a", v)).toList();
        return new Tally(before, given, failures, List.of(), after, GAP, Optional.of(SLOWEST), Optional.empty());
    }

    private static Tally tally(long before, List<Given> given, long after) {
        return new Tally(before, given, NONE, NONE, after, GAP, Optional.empty(), Optional.empty());
    }

    private static Given given(String task, long value) {
        return new Given(task, value);
    }

    private static void finds(String what, Runnable check) {
        var found = assertThrows(AssertionError.class, check::run);
        assertTrue(found.getMessage().contains(what), found::getMessage);
    }
}
