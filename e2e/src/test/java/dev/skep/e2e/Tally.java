package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a ledger says.
 *
 * @param before the counter when it was opened
 * @param given what was answered with 200
 * @param failures what was not: each may have counted once, or not at all
 * @param after the counter at the end
 * @param unexplained those of them that were answered, but not by a problem that a program can read
 * @param longestGap how long nobody was answered well, at worst
 * @param slowest who waited longest for an answer, good or bad
 * @param unanswered who waited longest and had no answer at all
 */
record Tally(
        long before,
        List<Given> given,
        List<String> failures,
        List<String> unexplained,
        long after,
        Duration longestGap,
        Optional<Waited> slowest,
        Optional<Waited> unanswered) {

    /**
     * An answer with 200.
     *
     * @param task of the app that gave it
     */
    record Given(String task, long value) {}

    /**
     * A request.
     *
     * @param what came of it
     */
    record Waited(Duration time, String what) {
        @Override
        public String toString() {
            return "%d ms: %s".formatted(time.toMillis(), what);
        }
    }

    int doubled() {
        return given.size()
                - given.stream().map(Given::value).collect(Collectors.toSet()).size();
    }

    /** As {@link #doubled} where each task has a counter of its own: by one task. */
    int doubledByOne() {
        return given.size() - new HashSet<>(given).size();
    }

    /** As {@link #doubled}, of what these tasks gave: they share a counter. */
    int doubledAmong(Predicate<String> tasks) {
        var values = given.stream()
                .filter(g -> tasks.test(g.task()))
                .map(Given::value)
                .toList();
        return values.size() - new HashSet<>(values).size();
    }

    /** Answers that the counter does not know of. */
    long lost() {
        return Math.max(0, before + given.size() - after);
    }

    /** Counted, but never answered. */
    long countedUnanswered() {
        return after - before - given.size() + lost();
    }

    /** Counted without being asked for. */
    long overcounted() {
        return Math.max(0, countedUnanswered() - failures.size());
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

    /** As {@link #assertSumBalanced}, and no client saw anything of what went on. */
    void assertSumBalancedWithoutFailure() {
        assertSumBalanced();
        assertEquals(List.of(), failures);
    }

    /** Nobody waited longer, whether he was answered or gave up: a deadline, far beyond what it takes. */
    void assertWaitedWithin(Duration deadline) {
        assertTrue(
                Stream.of(slowest, unanswered)
                        .flatMap(Optional::stream)
                        .allMatch(w -> w.time().compareTo(deadline) <= 0),
                () -> "not in time: " + this);
    }

    /** Whoever was answered, but not well, was told why. */
    void assertExplained() {
        assertEquals(List.of(), unexplained);
    }

    /** Nobody was answered well for no longer than that: a deadline, far beyond what is aimed at. */
    void assertGapWithin(Duration deadline) {
        assertTrue(longestGap.compareTo(deadline) <= 0, () -> "a gap of more than " + deadline + ": " + this);
    }

    @Override
    public String toString() {
        return "answered=%d failed=%d lost=%d doubled=%d counter=%d..%d gap=%dms%s%s%s"
                .formatted(
                        given.size(),
                        failures.size(),
                        lost(),
                        doubled(),
                        before,
                        after,
                        longestGap.toMillis(),
                        slowest.map(s -> " slowest " + s).orElse(""),
                        unanswered.map(u -> " unanswered " + u).orElse(""),
                        failures.isEmpty() ? "" : " first failure: " + failures.getFirst());
    }
}
