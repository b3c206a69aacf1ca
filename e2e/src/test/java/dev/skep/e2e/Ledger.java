package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that count all the time, and the book of what they were answered. Nobody else may count meanwhile. */
final class Ledger implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int MOST_REQUESTS = 20_000;
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final Counter counter;
    private final long before;
    private final ConcurrentLinkedQueue<Long> values = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
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
            ledger.clients.add(Thread.ofPlatform().name("client " + i).start(ledger::client));
        }
        return ledger;
    }

    /** Waits until that many more requests were answered well. */
    void awaitAnswers(int more) {
        int goal = values.size() + more;
        eventually(more + " more requests are answered", () -> assertFalse(values.size() < goal, this::toString));
    }

    /** Stops counting, and says how it went. */
    Tally settle() {
        close();
        var after = new AtomicLong();
        eventually("the counter can be read", () -> after.set(counter.sum()));
        var tally = new Tally(
                before, List.copyOf(values), List.copyOf(failures), after.get(), Duration.ofNanos(longestGap.get()));
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
                        values.size(),
                        failures.size(),
                        failures.stream().reduce((_, last) -> last).orElse("-"));
    }

    private void client() {
        try {
            while (!closed && sent.getAndIncrement() < MOST_REQUESTS) {
                request();
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void request() throws InterruptedException {
        var url = counter.urls().get(sent.get() % counter.urls().size());
        try {
            var answer = Counter.exchange("GET", url);
            if (answer.statusCode() == 200) {
                values.add(Counter.number(answer));
                long now = System.nanoTime();
                long gap = now - lastAnswer.getAndSet(now);
                longestGap.accumulateAndGet(gap, Math::max);
            } else {
                failures.add(url + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(url + ": " + e);
        }
    }
}
