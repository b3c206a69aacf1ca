package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Kernels;
import dev.skep.observed.Observed;
import dev.skep.plan.Folding;
import dev.skep.status.Readiness;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The controller's loop without its threads and its clock: one pass after the other, each name in its turn. */
final class Passes {
    /** The controller's machine fails at this very moment. */
    static final class Cut extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final int ENOUGH = 100;
    private static final int QUIET = 2;

    private final FakeSwarm swarm;
    private final Folder folder;
    private final PasswordKey key;
    private final AtomicLong clock = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private Reconciler reconciler;
    private Maker maker;
    private Held held;
    private int restarts;

    Passes(FakeSwarm swarm, Folder folder, PasswordKey key) {
        this.swarm = swarm;
        this.folder = folder;
        this.key = key;
        restart();
    }

    /** Why steps failed, without those that were only too late. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int restarts() {
        return restarts - 1;
    }

    /** Until nothing is done any more and nothing is waited for. */
    void converge() {
        var quiet = 0;
        for (int pass = 0; quiet < QUIET; pass++) {
            if (pass > ENOUGH) {
                throw new AssertionError("it never settles: " + swarm.names() + failures);
            }
            quiet = pass() ? quiet + 1 : 0;
        }
    }

    /** Looks once and does what there is to do; whether there was nothing. */
    boolean pass() {
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        Observed observed;
        try {
            observed = swarm.observe();
        } catch (SwarmException e) {
            return false;
        } catch (Cut e) {
            restart();
            return false;
        }
        var settled = new AtomicBoolean(true);
        var cut = new AtomicBoolean();
        var names = Wanted.names(folder.get(), observed);
        names.addAll(Wanted.ownFor(folder.get(), observed));
        if (!folder.get().manifests().isEmpty()) {
            names.add(Kernels.PROBE);
        }
        new Round(
                        reconciler,
                        new Decisions(folder.get(), observed, maker, held),
                        observed,
                        cut::get,
                        () -> false,
                        (name, outcome, _) -> {
                            if (!settled(name, outcome, observed)) {
                                settled.set(false);
                            }
                            if (outcome instanceof Outcome.Bug(var e) && e instanceof Cut) {
                                cut.set(true);
                            }
                        })
                .run(List.of(), names, Runnable::run);
        if (cut.get()) {
            restart();
        }
        return settled.get();
    }

    private boolean settled(String name, Outcome outcome, Observed observed) {
        return switch (outcome) {
            case Outcome.Settled() -> true;
            case Outcome.LookAgain _ -> isAtRest(new Decisions(folder.get(), observed, maker, held).of(name), observed);
            case Outcome.Failed(var why) -> failed(why);
            case Outcome.Unanswered(var why) -> failed(why);
            case Outcome.Bug(var e) when e instanceof Cut -> false;
            case Outcome.Bug(var e) -> throw new AssertionError("a bug", e);
            case Outcome.InTheWay _, Outcome.CutShort _, Outcome.TooLate _ -> false;
        };
    }

    /** What is held waits for a person, and a group that is well is looked at for ever; a fold is seen in Redis alone. */
    private static boolean isAtRest(Wanted wanted, Observed observed) {
        var plan = wanted.plan();
        var unwell = wanted.desired().watched().isPresent()
                && GroupReport.of(wanted.name(), observed)
                        .filter(r -> r.failing().isEmpty())
                        .isEmpty();
        return plan.isEmpty()
                && !unwell
                && (!plan.holds().isEmpty()
                        || (Readiness.of(wanted.desired(), plan, observed).ready()
                                && !Folding.due(wanted.desired(), observed)));
    }

    private boolean failed(String why) {
        failures.add(why);
        return false;
    }

    /** A new controller knows nothing of what the one before it did. */
    private void restart() {
        restarts++;
        maker = new Maker(key.fingerprint());
        held = new Held();
        reconciler = new Reconciler(
                new Actor(swarm, key, _ -> swarm.redises()),
                new Story(),
                new Rivals(clock::get, new Random(1)),
                _ -> {});
    }
}
