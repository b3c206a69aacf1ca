package dev.skep.loop;

import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notices what tasks do by themselves: that one ends, or finds no node any more, the swarm tells nobody, and a node's
 * engine only those who ask that one. As events are it is a hint to look, and decides nothing.
 */
final class Glance {
    /** Whoever reads the status knows of it within so many seconds. */
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    /** Where there are thousands of tasks, the engine and we work at it for so small a part of the time. */
    private static final int PART = 500;

    /** An engine may have been slow once. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

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

    /** Of which manifests tasks are others than when all was last looked at. */
    Set<String> stirredIn(Observed observed) {
        return last.map(before -> stirred(before, observed)).orElse(Set.of());
    }

    /** Whether it is worth a look: the tasks are others than when that was last done, or nobody answers for them. */
    boolean differs() {
        long began = nanoClock.getAsLong();
        if (last.isEmpty() || began - next < 0) {
            return false;
        }
        notBefore(began + BETWEEN.toNanos());
        try {
            var differs = !same(swarm.tasksOf(last.get().services()), last.get().tasks());
            long ended = nanoClock.getAsLong();
            notBefore(ended + Math.min(LONGEST.toNanos(), PART * (ended - began)));
            return differs;
        } catch (SwarmException e) {
            return true; // the look that follows tells it
        }
    }

    private void notBefore(long time) {
        next = time - next > 0 ? time : next;
    }

    /** Mostly the engine tells them in the order of before. */
    private static boolean same(List<ObservedTask> now, List<ObservedTask> before) {
        return now.equals(before) || Set.copyOf(now).equals(Set.copyOf(before));
    }

    private static Set<String> stirred(Observed before, Observed now) {
        if (now.tasks().equals(before.tasks())) {
            return Set.of();
        }
        var others = Stream.concat(
                        others(now.tasks(), before.tasks()).stream(), others(before.tasks(), now.tasks()).stream())
                .map(ObservedTask::serviceId)
                .collect(Collectors.toSet());
        var kept = Wanted.madeFor(now);
        return now.services().stream()
                .filter(s -> others.contains(s.id()))
                .map(s -> s.label(Labels.NAME))
                .filter(kept::contains)
                .collect(Collectors.toSet());
    }

    private static Set<ObservedTask> others(List<ObservedTask> these, List<ObservedTask> than) {
        var others = new HashSet<>(these);
        than.forEach(others::remove);
        return others;
    }
}
