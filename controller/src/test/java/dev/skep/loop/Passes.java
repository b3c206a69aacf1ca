package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.observed.Kernels;
import dev.skep.observed.Observed;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.SwarmException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The controller's loop without its threads: one pass after the other, each name in its turn. */
final class Passes {
    /** The controller's machine fails at this very moment. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final int ENOUGH = 100;
    private static final int QUIET = 2;

    private final FakeSwarm swarm;
    private final Folder folder;
    private final PasswordKey key;
    private final List<String> failures = new ArrayList<>();
    private Reconciler reconciler;
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
                throw new AssertionError("it never settles: " + swarm.names());
            }
            quiet = pass() ? quiet + 1 : 0;
        }
    }

    private boolean pass() {
        Observed observed;
        try {
            observed = swarm.observe();
        } catch (SwarmException e) {
            return false;
        }
        var names = new TreeSet<>(observed.owners());
        folder.get().manifests().forEach(m -> names.add(m.name()));
        names.add(Kernels.PROBE);
        try {
            return names.stream().filter(n -> !settled(n, observed)).toList().isEmpty();
        } catch (Cut e) {
            restart();
            return false;
        }
    }

    private boolean settled(String name, Observed observed) {
        if (name.equals(Kernels.PROBE) && folder.get().manifests().isEmpty()) {
            return true;
        }
        var wanted = Wanted.of(name, folder.get(), observed, key.fingerprint());
        return switch (reconciler.reconcile(wanted, observed)) {
            case Outcome.Settled() -> true;
            case Outcome.LookAgain _ -> !wanted.plan().holds().isEmpty();
            case Outcome.Failed(var why) -> {
                failures.add(why);
                yield false;
            }
        };
    }

    /** A new controller knows nothing of what the one before it did. */
    private void restart() {
        restarts++;
        reconciler = new Reconciler(new Actor(swarm, key), new Story(), _ -> {});
    }
}
