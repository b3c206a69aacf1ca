package dev.skep.loop;

import dev.skep.observed.Observed;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Notices, while nothing is due, what tasks do by themselves: that one ends, or finds no node any more, the swarm tells
 * nobody, and a node's engine only those who ask that one. As events are it is a hint to look, and decides nothing.
 */
final class Glance {
    /** Whoever reads the status knows of it within so many seconds. */
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    /** Where there are thousands of tasks, the engine and we work at it for so small a part of the time. */
    private static final int PART = 500;

    private final Swarm swarm;
    private final LongSupplier nanoClock;
    private Optional<Observed> last = Optional.empty();
    private long next;

    /** Has seen nothing yet. */
    Glance(Swarm swarm, LongSupplier nanoClock) {
        this.swarm = swarm;
        this.nanoClock = nanoClock;
        this.next = nanoClock.getAsLong();
    }

    /** All was looked at, and was like this. */
    void seen(Observed observed) {
        last = Optional.of(observed);
        notBefore(nanoClock.getAsLong() + BETWEEN.toNanos());
    }

    /** Whether it is worth a look: the tasks are others than when that was last done, or nobody answers for them. */
    boolean differs() {
        long began = nanoClock.getAsLong();
        if (last.isEmpty() || began - next < 0) {
            return false;
        }
        var differs = differsFrom(last.get());
        long took = nanoClock.getAsLong() - began;
        notBefore(began + took + Math.max(BETWEEN.toNanos(), PART * took));
        return differs;
    }

    private void notBefore(long time) {
        next = time - next > 0 ? time : next;
    }

    private boolean differsFrom(Observed seen) {
        try {
            return !same(swarm.tasksOf(seen.services()), seen.tasks());
        } catch (SwarmException e) {
            return true; // the look that follows tells it
        }
    }

    /** Mostly the engine tells them in the order of before. */
    private static boolean same(List<ObservedTask> now, List<ObservedTask> before) {
        return now.equals(before) || Set.copyOf(now).equals(Set.copyOf(before));
    }
}
