package dev.skep.loop;

import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Keeps the swarm's event stream open. What it says is only a hint to look: it wakes the loop and decides nothing. */
final class Events {
    /** A stream that ends as soon as it is opened is not opened again at once. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Swarm swarm;
    private final Consumer<Duration> hint;
    private final LongSupplier nanoClock;
    private Optional<Swarm.Watch> open = Optional.empty();
    private long nextTry;
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param hint told after how long to look
     */
    Events(Swarm swarm, Consumer<Duration> hint, LongSupplier nanoClock) {
        this.swarm = swarm;
        this.hint = hint;
        this.nanoClock = nanoClock;
        this.nextTry = nanoClock.getAsLong();
    }

    /** Opens the stream if it is not; where that fails the loop still polls, and asks again at its next pass. */
    synchronized void ensureOpen() {
        long now = nanoClock.getAsLong();
        if (open.isPresent() || closed || now - nextTry < 0) {
            return;
        }
        nextTry = now + BETWEEN.toNanos();
        try {
            open = Optional.of(swarm.watch(_ -> hint.accept(Duration.ZERO), this::ended));
        } catch (SwarmException e) {
            // Events are only hints; where the swarm itself is away, the pass that follows tells it.
            open = Optional.empty();
        }
    }

    synchronized void close() {
        closed = true;
        open.ifPresent(Swarm.Watch::close);
        open = Optional.empty();
    }

    private synchronized void ended() {
        open = Optional.empty();
        hint.accept(Duration.ofNanos(Math.max(0, nextTry - nanoClock.getAsLong())));
    }
}
