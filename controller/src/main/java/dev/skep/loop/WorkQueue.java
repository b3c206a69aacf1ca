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
 * The names that are due. A name is never handed out twice at once; a burst of hints collapses into one; a name that
 * failed comes back later and later, with jitter, whatever hints come, until it succeeds or is woken.
 */
final class WorkQueue {
    /** What follows a failure: the how manieth in a row it was, and how long it is left alone. */
    record Retry(int failures, Duration after) {}

    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Long> dueAt = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<String> woken = new HashSet<>();
    private long gapEnds;
    private long backOffs;

    WorkQueue(LongSupplier nanoClock, RandomGenerator random) {
        this.nanoClock = nanoClock;
        this.random = random;
        this.gapEnds = nanoClock.getAsLong();
    }

    /** A hint: the name is due after a while, or earlier if it already was to be; one that failed comes when it comes. */
    void add(String name, Duration delay) {
        locked(() -> {
            if (!failures.containsKey(name) || inFlight.contains(name)) {
                due(name, delay);
            }
        });
    }

    /** What the name asks for has changed: its failures count no more. */
    void forgive(String name) {
        locked(() -> failures.remove(name));
    }

    /** As {@link #forgive}, and the name is due at once, whatever rest there is. */
    void wake(String name) {
        locked(() -> {
            failures.remove(name);
            woken.add(name);
            due(name, Duration.ZERO);
        });
    }

    /** For so long nothing is handed out unless something is woken; then all that is due is. */
    void rest(Duration gap) {
        locked(() -> gapEnds = nanoClock.getAsLong() + gap.toNanos());
    }

    /** Waits for names that are due, at most so long, and hands them out together; empty when none was due in time. */
    Set<String> take(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long deadline = nanoClock.getAsLong() + atMost.toNanos();
            while (true) {
                long now = nanoClock.getAsLong();
                var due = due(now);
                if (!due.isEmpty() && (now - gapEnds >= 0 || due.stream().anyMatch(woken::contains))) {
                    handOut(due);
                    return due;
                }
                if (now - deadline >= 0) {
                    return Set.of();
                }
                long next = due.isEmpty() ? next(deadline) : gapEnds;
                changed.awaitNanos(Math.min(next, deadline) - now);
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
                } else if (!failures.containsKey(name) || dueAt.getOrDefault(name, now) - now <= 0) {
                    claimed.add(name);
                }
            }
            handOut(claimed);
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the name, be it in hand or not, was woken meanwhile; then it no longer is, for whoever asks does that as well. */
    boolean catchUp(String name) {
        lock.lock();
        try {
            if (!woken.remove(name)) {
                return false;
            }
            dueAt.remove(name);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether something was woken that nobody has taken yet: a person waits. */
    boolean urgent() {
        lock.lock();
        try {
            return woken.stream().anyMatch(n -> !inFlight.contains(n));
        } finally {
            lock.unlock();
        }
    }

    /** Gives a name back that needs nothing more for now. */
    void done(String name) {
        locked(() -> {
            failures.remove(name);
            inFlight.remove(name);
        });
    }

    /** Gives a name back that did what it could and wants to be looked at again after a while. */
    void again(String name, Duration delay) {
        locked(() -> {
            done(name);
            due(name, delay);
        });
    }

    /** Gives a name back that nothing was tried for: its failures are what they were. */
    void postpone(String name, Duration delay) {
        locked(() -> {
            inFlight.remove(name);
            due(name, delay);
        });
    }

    /**
     * Gives a name back that failed; hints that came meanwhile do not hasten it, waking does.
     *
     * @return which failure in a row it is, and when it will be tried again
     */
    Retry failed(String name, BackOff backOff) {
        lock.lock();
        try {
            inFlight.remove(name);
            if (woken.contains(name)) {
                due(name, Duration.ZERO);
                return new Retry(0, Duration.ZERO);
            }
            backOffs++;
            int times = failures.merge(name, 1, Integer::sum);
            var delay = backOff.after(times, random);
            dueAt.put(name, nanoClock.getAsLong() + delay.toNanos());
            changed.signalAll();
            return new Retry(times, delay);
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

    private void due(String name, Duration delay) {
        dueAt.merge(name, nanoClock.getAsLong() + delay.toNanos(), Math::min);
    }

    private void handOut(Set<String> names) {
        dueAt.keySet().removeAll(names);
        woken.removeAll(names);
        inFlight.addAll(names);
    }

    private Set<String> due(long now) {
        var due = new TreeSet<String>();
        dueAt.forEach((name, at) -> {
            if (at - now <= 0 && !inFlight.contains(name)) {
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

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
