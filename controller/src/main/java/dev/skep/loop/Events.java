package dev.skep.loop;

import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.util.Optional;

/** Keeps the swarm's event stream open. What it says is only a hint to look: it wakes the loop and decides nothing. */
final class Events {
    private final Swarm swarm;
    private final Runnable wake;
    private Optional<Swarm.Watch> open = Optional.empty();
    private boolean closed;

    Events(Swarm swarm, Runnable wake) {
        this.swarm = swarm;
        this.wake = wake;
    }

    /** Opens the stream if it is not; where that fails the loop still polls, and asks again at its next pass. */
    synchronized void ensureOpen() {
        if (open.isPresent() || closed) {
            return;
        }
        try {
            open = Optional.of(swarm.watch(_ -> wake.run(), this::ended));
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
        wake.run();
    }
}
