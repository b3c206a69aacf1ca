package dev.skep.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The names that are due. A name is never handed out twice at once; a burst of wake-ups collapses into one; a name that
 * failed comes back later and later, with jitter, until it succeeds or is woken.
 */
final class WorkQueue {
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(30);

    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Long> dueAt = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private long backOffs;

    WorkQueue(LongSupplier nanoClock, RandomGenerator random) {
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /** Makes a name due after a while, or earlier if it already was to be. */
    void add(String name, Duration delay) {
        lock.lock();
        try {
            dueAt.merge(name, nanoClock.getAsLong() + delay.toNanos(), Math::min);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a name due now and forgets its failures: what it failed on has changed. */
    void wake(String name) {
        lock.lock();
        try {
            failures.remove(name);
            add(name, Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for names that are due, at most so long, and hands them out; empty when none was due in time. */
    Set<String> take(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long deadline = nanoClock.getAsLong() + atMost.toNanos();
            while (true) {
                long now = nanoClock.getAsLong();
                var due = due(now);
                if (!due.isEmpty() || now >= deadline) {
                    dueAt.keySet().removeAll(due);
                    inFlight.addAll(due);
                    return due;
                }
                changed.awaitNanos(Math.min(next(deadline), deadline) - now);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands these names out, too, but for those that are handed out already (they come back when they are given back) and
     * those that wait after a failure.
     */
    Set<String> claim(Set<String> names) {
        lock.lock();
        try {
            var claimed = new TreeSet<String>();
            long now = nanoClock.getAsLong();
            for (var name : names) {
                if (inFlight.contains(name)) {
                    dueAt.putIfAbsent(name, now);
                } else if (!failures.containsKey(name) || dueAt.getOrDefault(name, now) <= now) {
                    claimed.add(name);
                }
            }
            dueAt.keySet().removeAll(claimed);
            inFlight.addAll(claimed);
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a name back that needs nothing more for now. */
    void done(String name) {
        lock.lock();
        try {
            inFlight.remove(name);
            failures.remove(name);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives a name back that wants to be looked at again after a while. */
    void again(String name, Duration delay) {
        lock.lock();
        try {
            done(name);
            add(name, delay);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a name back that failed.
     *
     * @return when it will be tried again
     */
    Duration failed(String name) {
        lock.lock();
        try {
            inFlight.remove(name);
            backOffs++;
            int count = failures.merge(name, 1, Integer::sum);
            var delay = backOff(count);
            add(name, delay);
            return delay;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is in flight. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!inFlight.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return inFlight.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How much there is to do, and how much of it has to wait. */
    QueueDepth depth() {
        lock.lock();
        try {
            int due = due(nanoClock.getAsLong()).size();
            long waiting = failures.keySet().stream()
                    .filter(n -> !inFlight.contains(n))
                    .count();
            return new QueueDepth(due, inFlight.size(), (int) waiting, backOffs);
        } finally {
            lock.unlock();
        }
    }

    private Duration backOff(int count) {
        long doubled = FIRST_BACK_OFF.toNanos() << Math.min(count - 1, 20);
        long base = Math.min(doubled, LAST_BACK_OFF.toNanos());
        return Duration.ofNanos(base / 2 + random.nextLong(base / 2 + 1));
    }

    private Set<String> due(long now) {
        var due = new TreeSet<String>();
        dueAt.forEach((name, at) -> {
            if (at <= now && !inFlight.contains(name)) {
                due.add(name);
            }
        });
        return due;
    }

    private long next(long otherwise) {
        return dueAt.entrySet().stream()
                .filter(e -> !inFlight.contains(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(otherwise);
    }
}
