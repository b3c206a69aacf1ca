package dev.skep.incrementor.counter;

import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A way to the counter, as the HTTP side sees it: it never blocks. Each event loop has one of its own, with a writer and a
 * connection of its own; to Redis they are as different as two tasks are.
 *
 * <p>Reads wait in the same line as changes and go over the same connection. So a read sees every increment that was
 * answered before it came, without a second connection that might speak to another Redis.
 */
public final class Counter implements AutoCloseable {
    /** How long {@link #close} may take. */
    public static final Duration LONGEST_CLOSE = Writer.FAREWELL;

    private final WaitingLine line;
    private final Writer writer;
    private final Health health;
    private final Timing timing;
    private final Duration requestTimeout;

    /** Where answers are told: wherever the writer is. */
    private static final Executor AT_ONCE = Runnable::run;

    /**
     * A counter by itself, whose writer is at work from now on.
     *
     * @param capacity how many requests may wait; more are turned away at once
     */
    public Counter(RedisLink.Connector connector, Duration requestTimeout, int capacity, Metrics metrics) {
        this(Manner.RESIDENT, Timing.REAL, connector, new Health(), AT_ONCE, requestTimeout, capacity, metrics);
    }

    /**
     * One of several ways to the same counter.
     *
     * @param health what all of them know of Redis
     * @param home where answers are told, all of one batch at once
     */
    public Counter(
            RedisLink.Connector connector,
            Health health,
            Executor home,
            Duration requestTimeout,
            int capacity,
            Metrics metrics) {
        this(Manner.RESIDENT, Timing.REAL, connector, health, home, requestTimeout, capacity, metrics);
    }

    /** A counter by itself in which a test can decide when things happen. */
    Counter(
            Manner manner,
            Timing timing,
            RedisLink.Connector connector,
            Duration requestTimeout,
            int capacity,
            Metrics metrics) {
        this(manner, timing, connector, new Health(), AT_ONCE, requestTimeout, capacity, metrics);
    }

    private Counter(
            Manner manner,
            Timing timing,
            RedisLink.Connector connector,
            Health health,
            Executor home,
            Duration requestTimeout,
            int capacity,
            Metrics metrics) {
        this.line = new WaitingLine(capacity, timing);
        this.timing = timing;
        this.health = health;
        this.requestTimeout = requestTimeout;
        this.writer = new Writer(manner, timing, line, connector, health, home, metrics);
        if (manner == Manner.RESIDENT) {
            metrics.gauge("skep_queue_length", "Requests that wait for a writer.", writer::queued);
            metrics.gauge("skep_requests_in_flight", "Requests to the counter without an answer.", line::unanswered);
        }
        writer.start();
    }

    /** The counter of another group, which is connected only while somebody asks. */
    public static Counter ofOtherGroup(
            RedisLink.Connector connector, Duration requestTimeout, int capacity, Metrics metrics) {
        return new Counter(Manner.GUEST, Timing.REAL, connector, requestTimeout, capacity, metrics);
    }

    /** Asks, and wakes the writer; each request is answered within its time, on a thread of its own choosing. */
    public CompletableFuture<Outcome> ask(Operation operation) {
        return ask(operation, requestTimeout);
    }

    /** The same, and waits so long at most. */
    CompletableFuture<Outcome> ask(Operation operation, Duration patience) {
        if (!line.enter()) {
            return CompletableFuture.completedFuture(new Outcome.Full());
        }
        var question = new Question(operation, patience, line, timing);
        line.join(question);
        line.wake();
        return question.told();
    }

    /** Asks for all of this group that a sum needs, and waits so long at most. */
    CompletableFuture<Survey.End> survey(Duration patience) {
        if (!line.enter()) {
            return CompletableFuture.completedFuture(new Survey.End.Silent(new Outcome.Full()));
        }
        var survey = new Survey(patience, line, timing);
        line.join(survey);
        line.wake();
        return survey.end();
    }

    /** What decides when things happen. */
    Timing timing() {
        return timing;
    }

    /** How long a request waits at most. */
    Duration requestTimeout() {
        return requestTimeout;
    }

    /** A place for a request that {@link #join}s, unless too many wait; its owner {@link #leave}s when it is settled. */
    public boolean enter() {
        return line.enter();
    }

    /** Joins the line with a place that was given; the owner sees to it that the request is settled in time. */
    public void join(Ticket ticket) {
        line.join(ticket);
    }

    /** Gives a place back. */
    public void leave() {
        line.leave();
    }

    /** Wakes the writer for those that joined. */
    public void wake() {
        line.wake();
    }

    /** What is known of Redis. */
    public LinkState linkState() {
        return health.overall();
    }

    /** How many requests have no answer yet. */
    public int unanswered() {
        return line.unanswered();
    }

    /** Ends the writer; requests that still wait are not counted. */
    @Override
    public void close() {
        writer.stop();
    }
}
