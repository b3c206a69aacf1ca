package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a ledger says.
 *
 * @param before the counter when it was opened
 * @param given what was answered with 200
 * @param failures what was not: each may have counted once, or not at all
 * @param after the counter at the end
 * @param longestGap how long nobody was answered well, at worst
 * @param longestRequest how long anybody waited for an answer, good or bad, at worst
 */
record Tally(
        long before,
        List<Given> given,
        List<String> failures,
        long after,
        Duration longestGap,
        Duration longestRequest) {

    /**
     * An answer with 200.
     *
     * @param task of the app that gave it
     */
    record Given(String task, long value) {}

    int doubled() {
        return given.size()
                - given.stream().map(Given::value).collect(Collectors.toSet()).size();
    }

    /** As {@link #doubled} where each task has a counter of its own: by one task. */
    int doubledByOne() {
        return given.size() - new HashSet<>(given).size();
    }

    /** Answers that the counter does not know of. */
    long lost() {
        return Math.max(0, before + given.size() - after);
    }

    /** Counted, but never answered. */
    long unanswered() {
        return after - before - given.size() + lost();
    }

    /** Counted without being asked for. */
    long overcounted() {
        return Math.max(0, unanswered() - failures.size());
    }

    /** Each 200 counted exactly once, under a value of its own; each failure at most once. */
    void assertBalanced() {
        assertEquals(0, doubled(), () -> "a value was given twice: " + this);
        assertSumBalanced();
        assertTrue(
                given.stream().allMatch(g -> g.value() > before && g.value() <= after),
                () -> "a made-up value: " + this);
    }

    /** As {@link #assertBalanced} where each task has its own counter: two may give equal values, one never, and the sum is exact. */
    void assertSumBalanced() {
        assertEquals(0, doubledByOne(), () -> "a task gave a value twice: " + this);
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
        return "answered=%d failed=%d lost=%d doubled=%d counter=%d..%d gap=%dms request=%dms%s"
                .formatted(
                        given.size(),
                        failures.size(),
                        lost(),
                        doubled(),
                        before,
                        after,
                        longestGap.toMillis(),
                        longestRequest.toMillis(),
                        failures.isEmpty() ? "" : " first failure: " + failures.getFirst());
    }
}
