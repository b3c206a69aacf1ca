package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Many clients that count all the time, one that reads, and the books of what they were answered. */
final class Ledger {
    private static final int CLIENTS = 8;
    private static final int MANY = 250;

    private final List<Counter> counters;
    private final List<LongAdder> answered;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<Long> numbers = new ConcurrentLinkedQueue<>();
    private final Queue<Outcome> others = new ConcurrentLinkedQueue<>();
    private final Queue<String> staleReads = new ConcurrentLinkedQueue<>();
    private final LongAccumulator latest = new LongAccumulator(Math::max, 0);
    private final AtomicBoolean end = new AtomicBoolean();

    /** Clients of these apps, which all count in the same counter. */
    Ledger(List<Counter> counters) {
        this.counters = counters;
        this.answered = counters.stream().map(counter -> new LongAdder()).toList();
        for (var app = 0; app < counters.size(); app++) {
            var counter = counters.get(app);
            var answers = answered.get(app);
            for (var client = 0; client < CLIENTS; client++) {
                clients.add(Thread.ofVirtual().start(() -> count(counter, answers)));
            }
            clients.add(Thread.ofVirtual().start(() -> read(counter)));
        }
    }

    /** Each app goes on counting: one that has not yet begun on a busy machine would take no part in what comes next. */
    void awaitMore() throws Exception {
        for (var app : answered) {
            var enough = app.sum() + MANY;
            eventually("each app counts on, after " + answered + " " + others, () -> app.sum() > enough);
        }
    }

    /** A request ended in another way than with a number. */
    void awaitFailure() throws Exception {
        var before = others.size();
        eventually("a request fails", () -> others.size() > before);
    }

    /** Ends it. Each request was counted and answered: no number is missing, none doubled. */
    void assertNothingFailedAndNothingIsLostOrDoubled() throws Exception {
        settle();
        assertEquals(List.of(), List.copyOf(others));
        assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), sorted());
        assertEquals(numbers.size(), counted());
    }

    /** Ends it. Each number was given once and is counted; a request that failed was counted once or not at all. */
    void assertNothingIsLostOrDoubled() throws Exception {
        settle();
        var counted = counted();
        assertEquals(numbers.size(), new HashSet<>(numbers).size(), "a number was given twice");
        assertTrue(
                sorted().getLast() <= counted, "lost: " + sorted().getLast() + " was answered, there are " + counted);
        assertTrue(
                counted <= numbers.size() + others.size(),
                counted + " counted, " + numbers.size() + " answered, " + others.size() + " failed");
    }

    /** As it is in the end, however long the app takes to be sure of it. */
    private long counted() throws Exception {
        var read = new AtomicReference<Outcome>();
        eventually("the counter can be read", () -> {
            read.set(counters.getFirst().ask(Operation.READ).get());
            return read.get() instanceof Outcome.Value;
        });
        return ((Outcome.Value) read.get()).number();
    }

    private void settle() throws InterruptedException {
        end.set(true);
        for (var client : clients) {
            client.join();
        }
        assertEquals(List.of(), List.copyOf(staleReads));
    }

    private List<Long> sorted() {
        return numbers.stream().sorted().toList();
    }

    private void count(Counter counter, LongAdder answers) {
        while (!end.get()) {
            var outcome = counter.ask(Operation.INCREMENT).join();
            if (outcome instanceof Outcome.Value value) {
                numbers.add(value.number());
                latest.accumulate(value.number());
                answers.increment();
            } else {
                others.add(outcome);
            }
        }
    }

    /** A read sees every number that was answered before it came. */
    private void read(Counter counter) {
        while (!end.get()) {
            var before = latest.get();
            if (counter.ask(Operation.READ).join() instanceof Outcome.Value value && value.number() < before) {
                staleReads.add(value.number() + " read after " + before + " was answered");
            }
        }
    }
}
