package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * What a ledger says.
 *
 * @param before the counter when it was opened
 * @param values what was answered with 200
 * @param failures what was not: each may have counted once, or not at all
 * @param after the counter at the end
 * @param longestGap how long nobody was answered well, at worst
 */
record Tally(long before, List<Long> values, List<String> failures, long after, Duration longestGap) {
    int doubled() {
        return values.size() - new HashSet<>(values).size();
    }

    /** Answers that the counter does not know of. */
    long lost() {
        return Math.max(0, before + values.size() - after);
    }

    /** Counted, but never answered. */
    long unanswered() {
        return after - before - values.size() + lost();
    }

    /** Counted without being asked for. */
    long overcounted() {
        return Math.max(0, unanswered() - failures.size());
    }

    /** Each 200 counted exactly once, under a value of its own; each failure at most once. */
    void assertBalanced() {
        assertEquals(0, doubled(), () -> "a value was given twice: " + this);
        assertSumBalanced();
        assertTrue(values.stream().allMatch(v -> v > before && v <= after), () -> "a made-up value: " + this);
    }

    /** As {@link #assertBalanced} where there are several counters: their values may be equal, their sum is exact. */
    void assertSumBalanced() {
        assertEquals(0, lost(), () -> "an answered request was not counted: " + this);
        assertEquals(0, overcounted(), () -> "a request was counted twice: " + this);
    }

    /** As {@link #assertBalanced}, and no client saw anything of what went on. */
    void assertBalancedWithoutFailure() {
        assertBalanced();
        assertEquals(List.of(), failures);
    }

    @Override
    public String toString() {
        return "answered=%d failed=%d lost=%d doubled=%d counter=%d..%d gap=%dms%s"
                .formatted(
                        values.size(),
                        failures.size(),
                        lost(),
                        doubled(),
                        before,
                        after,
                        longestGap.toMillis(),
                        failures.isEmpty() ? "" : " first failure: " + failures.getFirst());
    }
}
