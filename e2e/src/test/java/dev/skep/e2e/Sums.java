package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.e2e.Excused.Failure;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks for the sum all the while: what was answered is in it, whoever answers, it never falls, and nothing fails but what is excused. */
final class Sums implements AutoCloseable {
    private static final long PAUSE_MILLIS = 10;

    private final Counter counter;
    private final Ledger ledger;
    private final Excused excused;
    private final AtomicBoolean end = new AtomicBoolean();
    private final Set<String> tasks = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> watching;

    /** Begins to ask; nothing may fail. */
    Sums(Counter counter, Ledger ledger) {
        this(counter, ledger, new Excused());
    }

    /** Begins to ask. */
    Sums(Counter counter, Ledger ledger, Excused excused) {
        this.counter = counter;
        this.ledger = ledger;
        this.excused = excused;
        this.watching = CompletableFuture.runAsync(this::watch, Thread::startVirtualThread);
    }

    /** That have told a sum. */
    Set<String> tasks() {
        return tasks;
    }

    private void watch() {
        long last = 0;
        try {
            for (int turn = 0; !end.get(); turn++) {
                long least = Math.max(last, ledger.least());
                var answer = ask(turn);
                if (answer.isPresent()) {
                    var task = Counter.task(answer.get());
                    last = Counter.number(answer.get());
                    assertTrue(last >= least, last + " < " + least + ", told by " + task + " at " + Instant.now());
                    tasks.add(task);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted", e);
        }
    }

    /** What was answered well; nothing where that may be. */
    private Optional<HttpResponse<String>> ask(int turn) throws InterruptedException {
        var url = counter.urls().get(turn % counter.urls().size()).resolve("/counter?scope=all");
        var asked = Instant.now();
        String what;
        try {
            var answer = Counter.exchange("GET", url);
            if (answer.statusCode() == 200) {
                return Optional.of(answer);
            }
            what = answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            what = e.toString();
        }
        var failure = new Failure(url + ": " + what, asked, Instant.now());
        assertTrue(excused.covers(failure), failure::toString);
        return Optional.empty();
    }

    /** Fails if a sum was wrong until now, or none was told where one must be. */
    void assertRight() {
        if (watching.isDone()) {
            watching.join();
        }
    }

    @Override
    public void close() {
        end.set(true);
        watching.orTimeout(1, TimeUnit.MINUTES).join();
    }
}
