package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.act.NotNow;
import dev.skep.act.RedisAway;
import dev.skep.desired.ControllerService;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.Words;
import dev.skep.observed.Observed;
import dev.skep.plan.Explained;
import dev.skep.plan.HealStep;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.redis.RedisException;
import dev.skep.status.EventReason;
import dev.skep.status.Readiness;
import dev.skep.status.Urls;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Brings one name nearer to what it asks for. Blocking and synchronous: the loop around it is {@link Controller}. */
final class Reconciler {
    /** While tasks start or end, which raises no event. */
    private static final Duration POLL = Duration.ofMillis(500);

    /** So many writes reach the engine at once, however many names there are to do something for. */
    static final int WRITES_AT_ONCE = 8;

    /** Why a step was not done. Several may have asked for it, each as a step of its own: each is answered in its own words. */
    @FunctionalInterface
    interface Undone {
        /** What that comes to for this name, and tells it. */
        Outcome comesTo(String name, Step step);
    }

    /** So often it is tried to take a backup of what is to go: ten seconds. */
    static final int TRIES = 20;

    private final Semaphore writes = new Semaphore(WRITES_AT_ONCE, true);
    private final Actor actor;
    private final Story story;
    private final Healing healing;
    private final Moves moves = new Moves();
    private final Errands errands;
    private final Rivals rivals;
    private final Consumer<Step> done;
    /** How often in a row no backup could be taken of what is to go, by name. */
    private final Map<String, Integer> untaken = new ConcurrentHashMap<>();

    /**
     * Prepares for any name.
     *
     * @param done told of each step that was done
     */
    Reconciler(Actor actor, Story story, Rivals rivals, Consumer<Step> done) {
        this.actor = actor;
        this.story = story;
        this.healing = new Healing(actor, story);
        this.errands = new Errands(actor, story);
        this.rivals = rivals;
        this.done = done;
    }

    /**
     * Does what a person asked for, and then the rest. The first may take seconds, in which Redis may become another: what the
     * rest tells Redis must go by a look that is younger.
     */
    Outcome errandsThen(Wanted wanted, Observed observed, Supplier<Outcome> rest) {
        return switch (errands.run(wanted, observed)) {
            case Errands.Went.Nowhere() -> rest.get();
            case Errands.Went.Again(var after) -> within(after, rest.get());
            case Errands.Went.Unwritten(var outcome) -> outcome;
        };
    }

    /** Somebody waits for what may be possible in a moment. */
    private static Outcome within(Duration most, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled() -> new Outcome.LookAgain(most);
            case Outcome.LookAgain(var after) -> new Outcome.LookAgain(after.compareTo(most) < 0 ? after : most);
            case Outcome.InTheWay _,
                    Outcome.CutShort _,
                    Outcome.TooLate _,
                    Outcome.Unanswered _,
                    Outcome.Failed _,
                    Outcome.Bug _ -> outcome;
        };
    }

    /**
     * Does what is planned, or says what is waited for.
     *
     * @param goOn asked before each step: the one under way is finished, no other is begun
     */
    Outcome reconcile(Wanted wanted, Observed observed, BooleanSupplier goOn) {
        moves.seen(wanted.name(), Planner.pending(wanted.desired(), observed));
        wanted.auto().ifPresent(e -> story.exposed(wanted.name(), Words.of(e.way()), e.why()));
        story.held(wanted.name(), wanted.plan().holds());
        if (wanted.plan().steps().stream().noneMatch(s -> s instanceof Step.TakeBackup)) {
            untaken.remove(wanted.name());
        }
        if (wanted.plan().isEmpty()) {
            return healing.tell(wanted, observed).orElseGet(() -> state(wanted, observed));
        }
        return fight(wanted, observed)
                .or(() -> does(wanted, observed, goOn))
                .or(() -> healing.tell(wanted, observed))
                .orElse(new Outcome.LookAgain(Duration.ZERO));
    }

    private Optional<Outcome> does(Wanted wanted, Observed observed, BooleanSupplier goOn) {
        var failed = Optional.<Outcome>empty();
        for (var step : wanted.plan().steps()) {
            var undone = write(wanted.name(), step, goOn);
            if (undone.isEmpty()) {
                did(wanted, step, observed);
                continue;
            }
            var outcome = undone.get().comesTo(wanted.name(), step);
            if (!holdsNobodyUp(step, outcome)) {
                return Optional.of(step instanceof Step.Tell ? unsaid(outcome, wanted, observed) : outcome);
            }
            failed = failed.or(
                    () -> Optional.of(step instanceof Step.Tell ? unsaid(outcome, wanted, observed) : outcome));
        }
        return failed;
    }

    /**
     * One that answers and takes no writes: what the rest of the plan does may be just what mends it. And what goes without a backup
     * is known to others, or stays in its volume.
     */
    private static boolean holdsNobodyUp(Step step, Outcome outcome) {
        var aside = step instanceof Step.TakeBackup
                || (step instanceof Step.Tell tell && tell.told().standsAlone());
        return aside && outcome instanceof Outcome.Failed;
    }

    /** Who cannot be told is ill: how the group is must be known all the more. */
    private Outcome unsaid(Outcome outcome, Wanted wanted, Observed observed) {
        return outcome instanceof Outcome.Failed
                ? healing.news(wanted, observed).orElse(outcome)
                : outcome;
    }

    /** Does one step; empty: it was done. */
    Optional<Undone> write(String name, Step step, BooleanSupplier goOn) {
        if (!goOn.getAsBoolean()) {
            return Optional.of((_, _) -> new Outcome.CutShort());
        }
        try {
            if (step instanceof Step.Tell || step instanceof Step.TakeBackup) {
                actor.write(step, name); // a Redis may take its time, and is none of the engine's
                return Optional.empty();
            }
            // A registry may take its time, and holds nobody else up.
            var pinned = actor.pinned(step);
            writes.acquireUninterruptibly();
            try {
                if (!goOn.getAsBoolean()) {
                    return Optional.of((_, _) -> new Outcome.CutShort());
                }
                actor.write(pinned, name);
            } finally {
                writes.release();
            }
        } catch (SwarmException e) {
            return Optional.of((asker, asked) -> undone(asker, asked, e));
        } catch (NotNow e) {
            return Optional.of((asker, asked) -> untaken(asker, asked, e.getMessage()));
        } catch (RedisAway e) {
            return Optional.of((asker, asked) -> inTheWay(asker, asked, e.getMessage()));
        } catch (RedisException e) {
            return Optional.of((_, asked) -> new Outcome.Failed(asked.what() + ": " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** Waits until no sentinels elect nobody because of a move, for so long at most. */
    void awaitMoved(Duration most) throws InterruptedException {
        moves.awaitNone(most);
    }

    private Outcome inTheWay(String name, Step step, String what) {
        story.state(name, EventReason.WAITING, step.what() + ": " + what);
        return new Outcome.InTheWay(POLL);
    }

    /** Who does not tell what it holds may do so in a moment, and nobody is kept waiting for it for long. */
    private Outcome untaken(String name, Step step, String why) {
        return untaken.merge(name, 1, Integer::sum) < TRIES
                ? inTheWay(name, step, why)
                : new Outcome.Failed("%s: %s; after %d tries it goes on without, and the volumes stay"
                        .formatted(step.what(), why, TRIES));
    }

    /** Adds how the Redis of a name say they are, where that decides anything. */
    Optional<UnaryOperator<Observed>> look(Wanted wanted, Observed observed) {
        return healing.look(wanted, observed);
    }

    /** Tells a step that was done, and remembers it. */
    void did(Wanted wanted, Step step, Observed observed) {
        done.accept(step);
        if (step instanceof Step.Tell tell) {
            if (tell.told() instanceof HealStep.Agree agree && agree.quorum() == Watched.NEVER) {
                moves.begun(wanted.name());
            }
            story.healed(wanted.name(), tell.told()); // nobody undoes it: Redis and Sentinel act by themselves
            return;
        }
        if (rivals.did(wanted.name(), step) && step instanceof Step.RemoveNetwork) {
            return; // told once, however often an engine must be asked
        }
        story.did(wanted.name(), Explained.of(step, wanted.manifest(), observed));
    }

    private Optional<Outcome> fight(Wanted wanted, Observed observed) {
        return rivals.over(wanted.name(), wanted.plan().steps()).map(fight -> {
            if (fight.over() instanceof Step.RemoveNetwork removed) {
                // An engine tells of it as long as a container there is on it: nobody has made it again.
                story.state(wanted.name(), EventReason.WAITING, removed.what() + ": an engine has it still");
            } else {
                story.fight(wanted.name(), Explained.of(fight.over(), wanted.manifest(), observed));
            }
            return new Outcome.InTheWay(fight.rest());
        });
    }

    private Outcome undone(String name, Step step, SwarmException e) {
        return switch (e) {
            case SwarmException.StaleVersion _, SwarmException.Gone _ -> new Outcome.TooLate();
            case SwarmException.InUse _ -> inTheWay(name, step, "it is still in use");
            case SwarmException.NameTaken _ ->
                new Outcome.Failed(step.what()
                        + ": something of that name is there that Skep did not make; remove or rename it, or adopt a service: skep adopt "
                        + name + " ("
                        + e.getMessage() + ")");
            case SwarmException.Refused _ ->
                step instanceof Step.TakeBackup
                        ? untaken(name, step, e.getMessage())
                        : new Outcome.Failed(step.what() + ": " + e.getMessage());
            case SwarmException.Unreachable _ -> new Outcome.Unanswered(step.what() + ": " + e.getMessage());
        };
    }

    private Outcome state(Wanted wanted, Observed observed) {
        var name = wanted.name();
        if (!rivals.remembers(name)) {
            story.peace(name);
        }
        if (!wanted.plan().holds().isEmpty()) {
            return wanted.manifest().isPresent() ? new Outcome.LookAgain(POLL.multipliedBy(2)) : healing.watch(wanted);
        }
        if (name.startsWith(ControllerService.RESERVED)) {
            return new Outcome.Settled(); // Skep's own: nobody waits for it by name
        }
        if (wanted.manifest().isEmpty() && !wanted.plan().waits().isEmpty()) {
            story.state(
                    name, EventReason.WAITING, String.join("; ", wanted.plan().waits()));
            return new Outcome.LookAgain(POLL);
        }
        if (wanted.manifest().isEmpty()) {
            story.state(name, EventReason.DELETED, "its volumes are kept");
            story.forget(name);
            return new Outcome.Settled();
        }
        var readiness = Readiness.of(wanted.desired(), wanted.plan(), observed);
        if (readiness.ready()) {
            story.state(name, EventReason.READY, String.join(" ", Urls.of(name, observed)));
            return healing.watch(wanted);
        }
        story.state(name, EventReason.WAITING, String.join("; ", readiness.waitingFor()));
        return new Outcome.LookAgain(POLL);
    }
}
