package dev.skep.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Counts the calls to a {@link FakeSwarm} and makes the wanted ones fail, before or after they had their effect. */
public final class Faults {
    /** When a call fails. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** A call that will fail: one of that name, or the call of that number. */
    private record Fault(String call, int number, Moment moment, Throwable exception) {}

    private record Interlude(int number, Runnable happens) {}

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> written = new ArrayList<>();
    private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private int calls;
    private int writes;
    private Optional<Fault> planned = Optional.empty();
    private Optional<Interlude> interlude = Optional.empty();
    private boolean unreachable;

    /** The next call of that name fails, once. */
    public synchronized void failNext(String call, Moment moment, RuntimeException exception) {
        planned = Optional.of(new Fault(call, 0, moment, exception));
    }

    /** The nth call from now on fails, once, be it a read or a write. */
    public synchronized void failCall(int number, Moment moment, Throwable exception) {
        planned = Optional.of(new Fault("", calls + number, moment, exception));
    }

    /** Whether a planned failure has not happened (yet). */
    public synchronized boolean pending() {
        return planned.isPresent();
    }

    /** Something happens just before the nth call from now on, once. */
    public synchronized void beforeCall(int number, Runnable happens) {
        interlude = Optional.of(new Interlude(calls + number, happens));
    }

    /** From now on every call fails, or none. */
    public synchronized void unreachable(boolean now) {
        unreachable = now;
    }

    /** Something happens while each call of that name is under way, before its effect: others' calls go on. */
    public void onCall(String call, Runnable happens) {
        meanwhile.put(call, happens);
    }

    /** As {@link #onCall}, while a registry is asked for an image. */
    public void onPinned(String image, Runnable happens) {
        onCall("pinned " + image, happens);
    }

    /** How often a method was called. */
    public synchronized int count(String call) {
        return counts.getOrDefault(call, 0);
    }

    /** How often anything was called. */
    public synchronized int calls() {
        return calls;
    }

    /** How often anything was changed, or tried to. */
    public synchronized int writes() {
        return writes;
    }

    /** What was changed, in order: the call, what it was for, and what told of the content. */
    public synchronized List<String> written() {
        return List.copyOf(written);
    }

    private synchronized void changed(String what) {
        written.add(what);
    }

    /** The most writes that there were at the same time. */
    public int mostWritesAtOnce() {
        return mostUnderWay.get();
    }

    /** Whether what was to happen before a call has not happened (yet). */
    public synchronized boolean awaitsCall() {
        return interlude.isPresent();
    }

    private void before(String call) {
        due().ifPresent(i -> i.happens().run());
        meanwhile.getOrDefault(call, () -> {}).run();
    }

    private synchronized Optional<Interlude> due() {
        var due = interlude.filter(i -> i.number() == calls + 1);
        due.ifPresent(_ -> interlude = Optional.empty());
        return due;
    }

    /** Does a read, unless it is to fail. */
    <T> T read(String call, Supplier<T> effect) {
        return read(call, "", effect);
    }

    /** Does a read of something, unless it is to fail. */
    <T> T read(String call, String what, Supplier<T> effect) {
        meanwhile.getOrDefault(call + " " + what, () -> {}).run();
        before(call);
        return run(count(call, 0), effect);
    }

    /** Does a write, unless it is to fail. */
    void write(String call, String what, Runnable effect) {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            before(call);
            run(count(call, 1), () -> {
                effect.run();
                changed(call + " " + what);
                return call;
            });
        } finally {
            underWay.decrementAndGet();
        }
    }

    private synchronized Optional<Fault> count(String call, int written) {
        counts.merge(call, 1, Integer::sum);
        calls++;
        writes += written;
        if (unreachable) {
            throw new SwarmException.Unreachable(call + ": no connection", null);
        }
        var due = planned.filter(f -> f.call().equals(call) || f.number() == calls);
        if (due.isPresent()) {
            planned = Optional.empty();
        }
        return due;
    }

    private static <T> T run(Optional<Fault> fault, Supplier<T> effect) {
        if (fault.filter(f -> f.moment() == Moment.BEFORE).isPresent()) {
            throw Faults.<RuntimeException>unchecked(fault.get().exception());
        }
        var result = effect.get();
        if (fault.isPresent()) {
            throw Faults.<RuntimeException>unchecked(fault.get().exception());
        }
        return result;
    }

    /** A crash is none that anybody may catch: as an Error it passes whoever catches what is a bug. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable exception) throws E {
        throw (E) exception;
    }
}
