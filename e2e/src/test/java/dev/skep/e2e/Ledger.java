package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.e2e.Excused.Failure;
import dev.skep.e2e.Tally.Waited;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that count all the time, and the book of what they were answered. Nobody else may count meanwhile. Each client
 * stays with one URL while that answers, and takes the next one when it does not: what it sent it never sends again.
 */
final class Ledger implements AutoCloseable {
    private static final String PROBLEM = "application/problem+json";
    private static final int CLIENTS = 8;
    private static final int MOST_REQUESTS = 60_000;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private record Answer(String task, long value, Instant at) {}

    private final Counter counter;
    private final long before;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
    private final ConcurrentLinkedQueue<String> unexplained = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Waited> slowest = new AtomicReference<>();
    private final AtomicReference<Waited> unanswered = new AtomicReference<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean closed;

    private Ledger(Counter counter) {
        this.counter = counter;
        this.before = counter.sum();
    }

    /** Begins to count. */
    static Ledger open(Counter counter) {
        var ledger = new Ledger(counter);
        for (int i = 0; i < CLIENTS; i++) {
            var first = i;
            ledger.clients.add(Thread.ofPlatform().name("client " + i).start(() -> ledger.client(first)));
        }
        return ledger;
    }

    /** How many requests were answered well until now. */
    int answered() {
        return answers.size();
    }

    /** What was not answered well until now. */
    List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** So much is in each sum that is asked for now: what was answered by now. */
    long least() {
        return before + answers.size();
    }

    /** Waits until that many more requests were answered well. */
    void awaitAnswers(int more) {
        int goal = answers.size() + more;
        eventually(more + " more requests are answered", () -> assertFalse(answers.size() < goal, this::toString));
    }

    /** Waits until one more request was not answered well. */
    void awaitFailure() {
        int seen = failures.size();
        eventually("a request fails", () -> assertFalse(failures.size() == seen, this::toString));
    }

    /** When the first request after that moment was answered well. */
    Optional<Instant> firstAnswerAfter(Instant moment) {
        return answers.stream().map(Answer::at).filter(moment::isBefore).findFirst();
    }

    /** Stops counting, and says how it went. */
    Tally settle() {
        close();
        var after = new AtomicLong();
        eventually("the counter can be read", () -> after.set(counter.sum()));
        var tally = new Tally(
                before,
                answers.stream().map(a -> new Tally.Given(a.task(), a.value())).toList(),
                failures.stream().map(Failure::what).toList(),
                List.copyOf(unexplained),
                after.get(),
                Duration.ofNanos(longestGap.get()),
                Optional.ofNullable(slowest.get()),
                Optional.ofNullable(unanswered.get()));
        System.out.println("ledger: " + tally);
        return tally;
    }

    @Override
    public void close() {
        closed = true;
        for (var client : clients) {
            try {
                client.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return "%d answered, %d failed, the last: %s"
                .formatted(
                        answers.size(),
                        failures.size(),
                        failures.stream()
                                .reduce((_, last) -> last)
                                .map(Failure::what)
                                .orElse("-"));
    }

    private void client(int first) {
        var urls = counter.urls();
        int turn = first;
        try {
            while (!closed && sent.getAndIncrement() < MOST_REQUESTS) {
                if (!request(urls.get(turn % urls.size()))) {
                    turn++;
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was an answer, good or bad. */
    private boolean request(URI url) throws InterruptedException {
        long asked = System.nanoTime();
        var at = Instant.now();
        try {
            var answer = Counter.exchange("GET", url);
            waited(slowest, asked, answer.uri() + " " + answer.statusCode());
            enter(answer, at);
            return true;
        } catch (IOException e) {
            waited(unanswered, asked, url + " " + e);
            failures.add(new Failure(url + ": " + e, at, Instant.now()));
            return false;
        }
    }

    /** Keeps who waited longest. */
    private static void waited(AtomicReference<Waited> longest, long since, String what) {
        var waited = new Waited(Duration.ofNanos(System.nanoTime() - since), what);
        longest.accumulateAndGet(waited, (a, b) -> a == null || b.time().compareTo(a.time()) > 0 ? b : a);
    }

    private void enter(HttpResponse<String> answer, Instant asked) {
        if (answer.statusCode() != 200) {
            var failure = answer.uri() + ": " + answer.statusCode() + " " + answer.body();
            failures.add(new Failure(failure, asked, Instant.now()));
            if (!answer.headers().firstValue("Content-Type").equals(Optional.of(PROBLEM))) {
                unexplained.add(failure);
            }
            return;
        }
        answers.add(new Answer(Counter.task(answer), Counter.number(answer), Instant.now()));
        long now = System.nanoTime();
        long gap = now - lastAnswer.getAndSet(now);
        longestGap.accumulateAndGet(gap, Math::max);
    }
}
