package dev.skep.incrementor.counter;

import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The counter as the HTTP side sees it: it never blocks, and each request is answered within its time.
 *
 * <p>Reads wait in the same line as changes and go over the same connection. So a read sees every increment that was
 * answered before it came, without a second connection that might speak to another Redis.
 */
public final class Counter implements AutoCloseable {
    private final WaitingLine line;
    private final Writer writer;
    private final Timing timing;
    private final Duration requestTimeout;

    /**
     * A counter whose writer is at work from now on.
     *
     * @param capacity how many requests may wait; more are turned away at once
     */
    public Counter(RedisLink.Connector connector, Duration requestTimeout, int capacity, Metrics metrics) {
        this(Manner.RESIDENT, Timing.REAL, connector, requestTimeout, capacity, metrics);
        metrics.gauge("skep_queue_length", "Requests that wait for the writer.", line::length);
        metrics.gauge("skep_redis_ready", "1 when Redis answered last time.", () -> redisReady() ? 1 : 0);
    }

    Counter(
            Manner manner,
            Timing timing,
            RedisLink.Connector connector,
            Duration requestTimeout,
            int capacity,
            Metrics metrics) {
        this.line = new WaitingLine(capacity, timing);
        this.timing = timing;
        this.requestTimeout = requestTimeout;
        this.writer = new Writer(manner, timing, line, connector, metrics);
        writer.start();
    }

    /** The counter of another group, which is connected only while somebody asks. */
    public static Counter ofOtherGroup(
            RedisLink.Connector connector, Duration requestTimeout, int capacity, Metrics metrics) {
        return new Counter(Manner.GUEST, Timing.REAL, connector, requestTimeout, capacity, metrics);
    }

    /** Asks; the answer comes on a thread of its own choosing. */
    public CompletableFuture<Outcome> ask(Operation operation) {
        var ticket = new Ticket(operation);
        if (!line.join(ticket)) {
            return CompletableFuture.completedFuture(new Outcome.Full());
        }
        return timing.within(requestTimeout, ticket.answer());
    }

    /** What is known of Redis. */
    public LinkState linkState() {
        return writer.state();
    }

    private boolean redisReady() {
        return writer.state() instanceof LinkState.Ready;
    }

    /** Ends the writer; requests that still wait are not counted. */
    @Override
    public void close() {
        writer.stop();
    }
}
