package dev.skep.incrementor.counter;

import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Runs real writers in simulated time, one thing after the other: a writer goes on until it waits for something, then the
 * next event is due. So a run depends on nothing but its choices.
 */
public final class Simulation implements Timing {
    private final Choices choices;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Map<Thread, Actor> actors = new HashMap<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final Semaphore mine = new Semaphore(0);
    private long now;
    private long numbered;

    private record Event(long at, long number, Runnable what) {}

    /** What ends the thread of an app that is killed. */
    @SuppressWarnings("serial")
    private static final class Killed extends Error {}

    private static final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private Thread thread;
        private boolean woken;
        private boolean killed;
        private boolean ended;
        private long parked;
    }

    public Simulation(Choices choices) {
        this.choices = choices;
    }

    public Choices choices() {
        return choices;
    }

    /** A counter of the app, in this simulation. */
    public Counter counter(RedisLink.Connector connector, Duration requestTimeout) {
        return new Counter(Manner.RESIDENT, this, connector, requestTimeout, 1_000, new Metrics());
    }

    /** The app's way to another group, in this simulation. */
    public Counter guest(RedisLink.Connector connector, Duration requestTimeout) {
        return new Counter(Manner.GUEST, this, connector, requestTimeout, 1_000, new Metrics());
    }

    /** Lets this happen after so much time. */
    public void after(Duration time, Runnable what) {
        events.add(new Event(now + time.toNanos(), numbered++, what));
    }

    /** Lets time pass, with all that happens in it. */
    public void run(Duration time) {
        var end = now + time.toNanos();
        while (!events.isEmpty() && events.element().at() <= end) {
            var event = events.remove();
            now = event.at();
            event.what().run();
        }
        now = end;
        if (!faults.isEmpty()) {
            throw new AssertionError("the app's own fault, " + choices, faults.getFirst());
        }
    }

    /** kill -9 of the apps whose threads these are. */
    public void kill(List<Thread> threads) {
        threads.stream().map(actors::get).forEach(actor -> {
            actor.killed = true;
            resume(actor);
        });
    }

    /** The threads of all apps that live. */
    public List<Thread> threads() {
        return actors.values().stream()
                .filter(actor -> !actor.ended)
                .map(actor -> actor.thread)
                .toList();
    }

    @Override
    public Thread start(Manner manner, Runnable work) {
        var actor = new Actor();
        actor.thread = Thread.ofVirtual().unstarted(() -> act(actor, work));
        actors.put(actor.thread, actor);
        actor.thread.start();
        after(Duration.ZERO, () -> resume(actor));
        return actor.thread;
    }

    private void act(Actor actor, Runnable work) {
        actor.turn.acquireUninterruptibly();
        try {
            work.run();
        } catch (Killed asWished) {
            actor.killed = true;
        } catch (RuntimeException | Error fault) {
            faults.add(fault);
        } finally {
            actor.ended = true;
            mine.release();
        }
    }

    private void resume(Actor actor) {
        if (!actor.ended) {
            actor.turn.release();
            mine.acquireUninterruptibly();
        }
    }

    /** The writer's thread gives its turn away and gets it back. */
    private void pause(Actor actor) {
        throwIfKilled(actor);
        mine.release();
        actor.turn.acquireUninterruptibly();
        throwIfKilled(actor);
    }

    private static void throwIfKilled(Actor actor) {
        if (actor.killed) {
            throw new Killed();
        }
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public double random() {
        return choices.chance().nextDouble();
    }

    @Override
    public void sleep(Duration time) {
        var actor = actors.get(Thread.currentThread());
        if (actor == null) {
            run(time);
            return;
        }
        after(time, () -> resume(actor));
        pause(actor);
    }

    @Override
    public void park(Duration longest) {
        var actor = actors.get(Thread.currentThread());
        if (actor == null) {
            // The test itself waits: the next thing happens.
            run(events.isEmpty() ? longest : Duration.ofNanos(events.element().at() - now));
            return;
        }
        throwIfKilled(actor);
        if (!actor.woken) {
            var mark = ++numbered;
            actor.parked = mark;
            after(longest, () -> goOn(actor, mark));
            pause(actor);
        }
        actor.woken = false;
    }

    /** Nothing of it takes time here. */
    @Override
    public void giveWay() {
        var actor = actors.get(Thread.currentThread());
        if (actor != null) {
            after(Duration.ZERO, () -> resume(actor));
            pause(actor);
        }
    }

    @Override
    public void wake(Thread thread) {
        var actor = actors.get(thread);
        if (actor == null) {
            return;
        }
        if (actor.parked != 0 && !actor.woken) {
            var mark = actor.parked;
            after(Duration.ZERO, () -> goOn(actor, mark));
        }
        actor.woken = true;
    }

    /** Unless it went on already, and waits for something else by now. */
    private void goOn(Actor actor, long mark) {
        if (actor.parked == mark) {
            actor.parked = 0;
            resume(actor);
        }
    }

    @Override
    public CompletableFuture<Outcome> within(Duration timeout, CompletableFuture<Outcome> answer) {
        after(timeout, () -> answer.complete(new Outcome.Late()));
        return answer;
    }
}
