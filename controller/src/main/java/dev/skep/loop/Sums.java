package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.ObservedTask;
import dev.skep.plan.Folding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Looks at the shards of a name until all know whom a sum consists of, and again when one has started anew. */
final class Sums {
    private final Actor actor;
    /** The tasks of the shards that were seen to know it, by the manifest's name. */
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

    Sums(Actor actor) {
        this.actor = actor;
    }

    /** What they hold; empty: there are none, or it is known. */
    Optional<List<ObservedShare>> look(Desired desired, Observed observed) {
        var counters = Folding.counters(desired);
        var tasks = tasks(counters, observed);
        if (counters.isEmpty()) {
            known.remove(desired.name());
            return Optional.empty();
        }
        if (tasks.equals(known.get(desired.name())) && !Folding.due(desired, observed)) {
            return Optional.empty();
        }
        var shares = actor.shares(desired, counters, observed);
        if (Folding.settled(desired, observed, shares)) {
            known.put(desired.name(), tasks);
        } else {
            known.remove(desired.name());
        }
        return Optional.of(shares);
    }

    private static Set<String> tasks(List<String> counters, Observed observed) {
        return counters.stream()
                .flatMap(s -> observed.service(s).stream())
                .flatMap(s -> observed.tasksOf(s).stream())
                .filter(t -> t.stays() && !t.ended())
                .map(ObservedTask::id)
                .collect(Collectors.toSet());
    }

    /**
     * Whether something may change of which the swarm tells nobody: one that was silent answers; and what is in memory only is
     * gone with each start.
     */
    boolean mayChange(Desired desired) {
        if (desired.counters().isEmpty()) {
            return false;
        }
        return !known.containsKey(desired.name())
                || desired.counters().stream().flatMap(s -> s.volume().stream()).anyMatch(Volume::inMemory);
    }
}
