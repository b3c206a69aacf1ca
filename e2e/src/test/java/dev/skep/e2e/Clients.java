package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Clients that count all the time over a backup and a restore, and the book of what they were answered, and when. What was asked
 * and answered around the restore may belong to either side of it; all else to one.
 */
final class Clients implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private record Answer(long value, long asked, long answered) {}

    /** While something was done. */
    private record Span(long from, long to) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private Span backup = new Span(0, 0);
    private Span restore = new Span(0, 0);
    private long restored;
    private long end;

    /** Begins to count, on a counter that is at 0. */
    Clients(Counter counter) {
        for (int i = 0; i < CLIENTS; i++) {
            var url = counter.urls().get(i % counter.urls().size()).resolve("/");
            threads.add(Thread.ofPlatform().name("client " + i).start(() -> count(url)));
        }
    }

    private void count(URI url) {
        try {
            while (!closed) {
                request(url);
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void request(URI url) throws InterruptedException {
        long asked = System.nanoTime();
        try {
            var answer = Counter.exchange("GET", url);
            if (answer.statusCode() == 200) {
                answers.add(new Answer(Counter.number(answer), asked, System.nanoTime()));
            } else {
                failures.add(url + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(url + ": " + e);
        }
    }

    void awaitAnswers(int more) {
        int goal = answers.size() + more;
        eventually(more + " more requests are answered", () -> assertFalse(answers.size() < goal, failures::toString));
    }

    /** Does it while they count. */
    void backUp(Runnable what) {
        backup = during(what);
    }

    /** Does it while they count. */
    void restore(Runnable what) {
        restore = during(what);
    }

    private static Span during(Runnable what) {
        long from = System.nanoTime();
        what.run();
        return new Span(from, System.nanoTime());
    }

    @Override
    public void close() {
        closed = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the book: no request failed, and the sum fits what was answered, before the backup as after the restore. */
    void assertBalancedFrom(long inBackup, long sum) {
        restored = inBackup;
        end = sum;
        System.out.println("backup: " + this);
        assertEquals(List.of(), List.copyOf(failures));
        var before = answers.stream().filter(a -> a.answered() < backup.from()).count();
        var untilThen = answers.stream().filter(a -> a.asked() < backup.to()).count();
        assertTrue(before <= restored && restored <= untilThen, () -> "no moment of the backup has that sum: " + this);
        assertTrue(end - restored >= after().count(), () -> "an answer after the restore is not counted: " + this);
        assertTrue(end - restored <= afterOrDuring().count(), () -> "something was counted twice: " + this);
    }

    /** Where there is one counter: the numbers go on from the backup's, each to one request. */
    void assertEachNumberIsGivenOnceFromThere() {
        var values = after().map(Answer::value).toList();
        assertEquals(values.size(), new HashSet<>(values).size(), () -> "a number was given twice: " + this);
        assertTrue(values.stream().allMatch(v -> v > restored && v <= end), () -> "a number of before: " + this);
        var given = afterOrDuring().map(Answer::value).collect(Collectors.toSet());
        var missing = LongStream.rangeClosed(restored + 1, end)
                .filter(v -> !given.contains(v))
                .boxed()
                .toList();
        assertEquals(List.of(), missing, () -> "numbers that nobody was given: " + this);
    }

    private Stream<Answer> after() {
        return answers.stream().filter(a -> a.asked() > restore.to());
    }

    private Stream<Answer> afterOrDuring() {
        return answers.stream().filter(a -> a.answered() > restore.from());
    }

    /** Where there is one counter: how far it has certainly come. */
    long highest() {
        return answers.stream().mapToLong(Answer::value).max().orElseThrow();
    }

    /** How many times it was asked to count, whatever was answered. */
    long asked() {
        return (long) answers.size() + failures.size();
    }

    @Override
    public String toString() {
        return "answered=%d failed=%d backup=%d after the restore=%d..%d at the end=%d"
                .formatted(
                        answers.size(),
                        failures.size(),
                        restored,
                        after().count(),
                        afterOrDuring().count(),
                        end);
    }
}
