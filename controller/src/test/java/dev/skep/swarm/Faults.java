package dev.skep.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts the calls to a {@link FakeSwarm} and makes the wanted ones fail, before or after they had their effect. */
public final class Faults {
    /** When a call fails. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** A call that will fail: one of that name, or the write of that number. */
    private record Fault(String call, int write, Moment moment, RuntimeException exception) {}

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> written = new ArrayList<>();
    private int writes;
    private Optional<Fault> planned = Optional.empty();
    private boolean unreachable;

    /** The next call of that name fails, once. */
    public synchronized void failNext(String call, Moment moment, RuntimeException exception) {
        planned = Optional.of(new Fault(call, 0, moment, exception));
    }

    /** The nth write from now on fails, once; a write is any call that changes the swarm. */
    public synchronized void failWrite(int number, Moment moment, RuntimeException exception) {
        planned = Optional.of(new Fault("", writes + number, moment, exception));
    }

    /** Whether a planned failure has not happened (yet). */
    public synchronized boolean pending() {
        return planned.isPresent();
    }

    /** From now on every call fails, or none. */
    public synchronized void unreachable(boolean now) {
        unreachable = now;
    }

    /** How often a method was called. */
    public synchronized int count(String call) {
        return counts.getOrDefault(call, 0);
    }

    /** How often anything was changed, or tried to. */
    public synchronized int writes() {
        return writes;
    }

    /** What was changed, in order: the call, what it was for, and what told of the content. */
    public synchronized List<String> written() {
        return List.copyOf(written);
    }

    /** Does a read, unless it is to fail. */
    <T> T read(String call, Supplier<T> effect) {
        return run(count(call, 0), effect);
    }

    /** Does a write, unless it is to fail. */
    void write(String call, String what, Runnable effect) {
        run(count(call, 1), () -> {
            effect.run();
            written.add(call + " " + what);
            return call;
        });
    }

    private synchronized Optional<Fault> count(String call, int written) {
        counts.merge(call, 1, Integer::sum);
        writes += written;
        if (unreachable) {
            throw new SwarmException.Unreachable(call + ": no connection", null);
        }
        var due = planned.filter(f -> f.call().equals(call) || (written == 1 && f.write() == writes));
        if (due.isPresent()) {
            planned = Optional.empty();
        }
        return due;
    }

    private static <T> T run(Optional<Fault> fault, Supplier<T> effect) {
        if (fault.filter(f -> f.moment() == Moment.BEFORE).isPresent()) {
            throw fault.get().exception();
        }
        var result = effect.get();
        if (fault.isPresent()) {
            throw fault.get().exception();
        }
        return result;
    }
}
