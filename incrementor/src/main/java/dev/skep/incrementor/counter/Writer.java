package dev.skep.incrementor.counter;

import dev.skep.incrementor.counter.RedisLink.Change;
import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one that speaks to Redis: takes all requests that wait, makes them one batch, sends it and repeats it until
 * it is answered or the time of all its requests is over, then takes the next.
 *
 * <p>A new batch is formed only once the one before is answered or dropped and Redis is there, so at most one batch at
 * a time is in doubt, and requests whose time ends during an outage are never counted afterwards.
 */
final class Writer {
    private static final Duration PROBE_EVERY = Duration.ofMillis(500);
    static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final String id = UUID.randomUUID().toString();
    private final WaitingLine line;
    private final RedisLink.Connector connector;
    private final Health health;
    private final Executor home;
    private final Backoff backoff;
    private final Metrics metrics;
    private final Manner manner;
    private final Timing timing;
    private Thread thread;

    private RedisLink link;
    private Batch pending = new Batch.Probe();
    private long sequence;
    private long formed;
    private long lastSent;
    private boolean refusing;
    private LinkState state = new LinkState.Unknown();
    private volatile int underWay;

    /**
     * A writer.
     *
     * @param home where answers are told, all of one batch in one go
     */
    Writer(
            Manner manner,
            Timing timing,
            WaitingLine line,
            RedisLink.Connector connector,
            Health health,
            Executor home,
            Metrics metrics) {
        this.manner = manner;
        this.timing = timing;
        this.line = line;
        this.connector = connector;
        this.health = health;
        this.home = home;
        this.backoff = new Backoff(timing::random);
        this.metrics = metrics;
        health.expect(id);
    }

    void start() {
        thread = timing.start(manner, this::run);
    }

    /** Ends after the call that is under way, and waits for that; a guest has none that matters. */
    void stop() {
        thread.interrupt();
        if (manner == Manner.GUEST) {
            return;
        }
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many requests wait, while those before them are under way. */
    int queued() {
        return Math.max(0, line.unanswered() - underWay);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (manner == Manner.GUEST && pending.settled()) {
                    disconnect();
                    pending = batchOf(line.takeFirstRun());
                }
                step();
            }
        } catch (InterruptedException e) {
            LOG.atDebug().setCause(e).log("the writer was asked to stop");
        } finally {
            disconnect();
        }
    }

    private void step() throws InterruptedException {
        try {
            if (link == null) {
                link = connector.connect();
                dropWhatNobodyWaitsFor();
            }
            send(pending);
            underWay = 0;
            succeeded();
            pending = batchOf(line.takeRun(PROBE_EVERY));
        } catch (RedisFailure failure) {
            failed(failure);
        }
    }

    /**
     * A batch in doubt outlives an outage only while somebody waits for it: Redis forgets after an hour what it
     * applied, and a repetition after that would count twice. The numbers of batches grow, so a late copy of it does
     * nothing either once the next is applied.
     */
    private void dropWhatNobodyWaitsFor() {
        if (pending.settled()) {
            pending = new Batch.Probe();
        }
    }

    private void send(Batch batch) throws RedisFailure {
        var begin = timing.nanoTime();
        switch (batch) {
            case Batch.Probe() -> link.probe(id);
            case Batch.Reads(var tickets) -> {
                var value = link.read(id);
                home.execute(() -> answerAll(tickets, value));
            }
            case Batch.Surveys(var tickets) -> {
                var reading = link.survey(id);
                home.execute(() -> tickets.forEach(ticket -> ticket.answer(reading)));
            }
            case Batch.Changes(var number, var change, var tickets) -> {
                if (number == lastSent) {
                    metrics.retry();
                }
                lastSent = number;
                var answer = link.apply(id, number, change);
                metrics.batch(tickets.size(), timing.nanoTime() - formed, answer.repeated());
                refusing = false;
                switch (change) {
                    case Change.Add(var amount) -> {
                        var first = answer.value() - amount + 1;
                        home.execute(() -> answerEach(tickets, first));
                    }
                    case Change.Reset() -> home.execute(() -> answerAll(tickets, answer.value()));
                }
            }
        }
        metrics.roundTrip(timing.nanoTime() - begin);
    }

    private Batch batchOf(List<Ticket> run) {
        underWay = run.size();
        formed = timing.nanoTime();
        if (run.isEmpty()) {
            return new Batch.Probe();
        }
        return switch (run.getFirst().operation()) {
            case INCREMENT -> new Batch.Changes(++sequence, new Change.Add(run.size()), run);
            case RESET -> new Batch.Changes(++sequence, new Change.Reset(), run);
            case READ ->
                run.stream().anyMatch(Survey.class::isInstance) ? new Batch.Surveys(run) : new Batch.Reads(run);
        };
    }

    private static void answerEach(List<Ticket> tickets, long first) {
        var number = first;
        for (var ticket : tickets) {
            ticket.answer(number++);
        }
    }

    private static void answerAll(List<Ticket> tickets, long number) {
        tickets.forEach(ticket -> ticket.answer(number));
    }

    private void succeeded() {
        backoff.reset();
        if (!(state instanceof LinkState.Ready)) {
            become(new LinkState.Ready());
        }
    }

    private void failed(RedisFailure failure) throws InterruptedException {
        metrics.redisError(failure.kind());
        switch (failure.kind()) {
            case UNUSABLE -> {
                logRefusal(failure);
                var refused = pending;
                home.execute(() -> refused.refuse(failure.getMessage()));
                pending = new Batch.Probe();
            }
            case UNREACHABLE, UNAUTHENTICATED, UNWRITABLE -> {
                disconnect();
                become(new LinkState.Down(failure.kind(), failure.getMessage()));
                line.dropSettled();
                timing.sleep(backoff.next());
            }
        }
    }

    private void disconnect() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    private void become(LinkState now) {
        state = now;
        health.tell(id, now, manner);
    }

    /** Once until a change succeeds again; the app stays ready, since a reset, which comes through it, repairs this. */
    private void logRefusal(RedisFailure failure) {
        if (!refusing) {
            LOG.atError().addKeyValue("why", failure.getMessage()).log("Redis refuses to count");
        }
        refusing = true;
    }
}
