package dev.skep.incrementor.counter;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Redis in memory that keeps the promises of {@link RedisLink}, and whose link can be made to fail. */
public final class FakeRedis implements RedisLink.Connector {
    /** What happens to one call. */
    public enum Fault {
        NONE,
        CUT_BEFORE_EFFECT,
        CUT_AFTER_EFFECT
    }

    private record Memory(long sequence, long value) {}

    private final Map<String, Memory> memories = new HashMap<>();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final List<RedisLink.Change> applied = new ArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private Runnable afterCut = () -> {};
    private RedisFailure down;
    private String unusable;
    private Optional<String> birth = Optional.empty();
    private boolean closed;
    private boolean number = true;
    private int surveys;
    private Map<String, String> listed = Map.of();
    private Set<String> took = Set.of();
    private boolean held;
    private long value;
    private int links;
    private int refusals;

    public synchronized void up() {
        down = null;
    }

    public synchronized void down(Kind kind, String why) {
        down = new RedisFailure(kind, why, null);
    }

    /** How often it was asked for something while it was down. */
    synchronized int refusals() {
        return refusals;
    }

    /** Every change is refused for this reason from now on. */
    synchronized void unusable(String why) {
        unusable = why;
    }

    /** The next changes meet these, one each. */
    synchronized void faults(List<Fault> next) {
        faults.addAll(next);
    }

    /** Runs after an effect whose answer is lost. */
    synchronized void afterCut(Runnable what) {
        afterCut = what;
    }

    /** From now on changes stop in front of Redis, until {@link #release}. */
    public synchronized void hold() {
        held = true;
    }

    public synchronized void release() {
        held = false;
        gate.release(gate.getQueueLength());
    }

    /** Whether a change stands in front of Redis. */
    public boolean holdsOne() {
        return gate.hasQueuedThreads();
    }

    synchronized long value() {
        return value;
    }

    public synchronized void add(long amount) {
        value += amount;
    }

    /** The changes that had an effect, in order. */
    synchronized List<RedisLink.Change> applied() {
        return List.copyOf(applied);
    }

    /** What the controller says to it. */
    synchronized void open(String run) {
        birth = Optional.of(run);
        closed = false;
    }

    synchronized void close() {
        closed = true;
    }

    synchronized void list(Map<String, String> births) {
        listed = births;
    }

    synchronized void take(String run, long amount) {
        value += amount;
        took = Stream.concat(took.stream(), Stream.of(run)).collect(Collectors.toUnmodifiableSet());
    }

    synchronized Reading reading() {
        surveys++;
        return new Reading(number ? OptionalLong.of(value) : OptionalLong.empty(), birth, listed, took);
    }

    /** How often it was asked for all that a sum needs. */
    synchronized int surveys() {
        return surveys;
    }

    /** Until a reset. */
    synchronized void tellsNoNumber() {
        number = false;
    }

    @Override
    public synchronized RedisLink connect() throws RedisFailure {
        throwIfDown();
        links++;
        return new Link();
    }

    /** How many connections are open. */
    synchronized int links() {
        return links;
    }

    private synchronized void closed() {
        links--;
    }

    private synchronized void throwIfDown() throws RedisFailure {
        if (down != null) {
            refusals++;
            throw down;
        }
    }

    private synchronized void throwIfClosed() throws RedisFailure {
        if (closed) {
            throw new RedisFailure(Kind.UNWRITABLE, "closed", null);
        }
    }

    private synchronized boolean isHeld() {
        return held;
    }

    private synchronized RedisLink.Answer applyOnce(String writer, long sequence, RedisLink.Change change)
            throws RedisFailure {
        throwIfDown();
        var fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        if (fault == Fault.CUT_BEFORE_EFFECT) {
            throw new RedisFailure(Kind.UNREACHABLE, "cut before the effect", null);
        }
        var answer = remembered(writer, sequence, change);
        if (fault == Fault.CUT_AFTER_EFFECT) {
            afterCut.run();
            throw new RedisFailure(Kind.UNREACHABLE, "cut after the effect", null);
        }
        return answer;
    }

    private RedisLink.Answer remembered(String writer, long sequence, RedisLink.Change change) throws RedisFailure {
        var memory = memories.get(writer);
        if (memory != null && memory.sequence == sequence) {
            return new RedisLink.Answer(memory.value, true);
        }
        if (memory != null && memory.sequence > sequence) {
            throw new RedisFailure(Kind.UNUSABLE, "stale", null);
        }
        throwIfClosed();
        if (unusable != null) {
            throw new RedisFailure(Kind.UNUSABLE, unusable, null);
        }
        value = switch (change) {
            case RedisLink.Change.Add(var amount) -> value + amount;
            case RedisLink.Change.Reset() -> 0;
        };
        number = number || change instanceof RedisLink.Change.Reset;
        applied.add(change);
        memories.put(writer, new Memory(sequence, value));
        return new RedisLink.Answer(value, false);
    }

    private final class Link implements RedisLink {
        @Override
        public Answer apply(String writer, long sequence, Change change) throws RedisFailure {
            if (isHeld()) {
                gate.acquireUninterruptibly();
            }
            return applyOnce(writer, sequence, change);
        }

        @Override
        public long read(String writer) throws RedisFailure {
            throwIfDown();
            return value();
        }

        @Override
        public Reading survey(String writer) throws RedisFailure {
            throwIfDown();
            return reading();
        }

        @Override
        public void probe(String writer) throws RedisFailure {
            throwIfDown();
            throwIfClosed();
        }

        @Override
        public void close() {
            closed();
        }
    }
}
