package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.metrics.Metrics;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The plain increments of one event loop: they join the line together, at the end of what the loop had to read, and get
 * their numbers together. Only the event loop calls it.
 */
final class Lane {
    private final EventLoop loop;
    private final Counter counter;
    private final Metrics metrics;
    private final Duration patience;
    private final Bytes bytes;

    /** As they came; those at the head may be settled. */
    private final ArrayDeque<Visit> waiting = new ArrayDeque<>();

    private final ArrayList<Express> written = new ArrayList<>();
    private int answered;
    private int told;
    private boolean wakes;
    private boolean clockRuns;

    /**
     * A lane with a way to the counter of its own.
     *
     * @param counter made so that its answers are told where it is said
     */
    Lane(EventLoop loop, Function<Executor, Counter> counter, Duration patience, String task, Metrics metrics) {
        this.loop = loop;
        this.counter = counter.apply(this::tell);
        this.patience = patience;
        this.metrics = metrics;
        this.bytes = new Bytes(task);
    }

    Counter counter() {
        return counter;
    }

    Bytes bytes() {
        return bytes;
    }

    /** Asks for a number for this connection; false when too many wait. */
    boolean ask(Express connection) {
        if (!counter.enter()) {
            return false;
        }
        var visit = new Visit(connection, this, System.nanoTime() + patience.toNanos());
        waiting.add(visit);
        counter.join(visit);
        if (!wakes) {
            wakes = true;
            loop.execute(this::wake);
        }
        if (!clockRuns) {
            clockRuns = true;
            var unused = loop.schedule(this::expire, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    void answered() {
        counter.leave();
        answered++;
    }

    void failed(String outcome) {
        counter.leave();
        metrics.request(Operation.INCREMENT, outcome);
    }

    /** A request got no place. */
    void turnedAway() {
        metrics.request(Operation.INCREMENT, "full");
    }

    /** Something was written to it, and is to be sent when all of this batch is. */
    void toSend(Express connection) {
        written.add(connection);
    }

    /** A connection got so many numbers, and these errors. */
    void sent(int numbers, List<Problem> problems) {
        told += numbers;
        if (!problems.isEmpty()) {
            problems.forEach(problem -> metrics.response(problem.status()));
        }
    }

    /** All that Redis answered in one batch, in one go. */
    private void tell(Runnable answers) {
        loop.execute(() -> {
            try {
                answers.run();
            } finally {
                send();
            }
        });
    }

    private void wake() {
        wakes = false;
        counter.wake();
    }

    private void expire() {
        var now = System.nanoTime();
        try {
            var why = counter.linkState().whyDown().orElse("Redis did not answer in time");
            while (!waiting.isEmpty() && waiting.element().deadline() - now <= 0) {
                waiting.remove().late(why);
            }
            send();
        } finally {
            // Whatever happens: without it nobody would be told any more that his time is over.
            clockRuns = !waiting.isEmpty();
            if (clockRuns) {
                var unused = loop.schedule(this::expire, waiting.element().deadline() - now, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void send() {
        while (!waiting.isEmpty() && waiting.element().settled()) {
            waiting.remove();
        }
        metrics.increments(answered);
        answered = 0;
        for (var i = 0; i < written.size(); i++) {
            written.get(i).send();
        }
        written.clear();
        metrics.numbers(told);
        told = 0;
    }
}
