package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.act.Healed;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.plan.Health;
import dev.skep.plan.Newcomers;
import dev.skep.plan.Reported;
import dev.skep.status.EventReason;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps the group of a name healthy, where sentinels watch it. */
final class Healing {
    /** While a group is not yet as it should be. */
    private static final Duration SOON = Duration.ofMillis(500);

    /** While it is: Redis raises no event of the swarm. */
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Actor actor;
    private final Story story;

    Healing(Actor actor, Story story) {
        this.actor = actor;
        this.story = story;
    }

    /**
     * Looks at the group that runs and does what heals it, whatever is held; empty: it is healthy, or as far as it can be before
     * the plan is done, or nobody watches one.
     */
    Optional<Outcome> heal(Wanted wanted, Observed observed) {
        if (wanted.desired().watched().isEmpty()) {
            return Optional.empty();
        }
        var name = wanted.name();
        var watched = Newcomers.without(wanted.desired().watched().get(), wanted.desired(), observed);
        var healed = wanted.suspended() || hasOthers(wanted.name(), watched, observed)
                ? actor.look(wanted.desired(), watched, observed)
                : actor.heal(wanted.desired(), watched, observed);
        healed.done().forEach(s -> story.healed(name, s));
        var told = tell(wanted, watched, healed.group(), observed);
        if (told.isPresent()) {
            return told;
        }
        if (healed.failure().isPresent()) {
            return Optional.of(new Outcome.Failed(healed.failure().get()));
        }
        if (!healed.done().isEmpty()) {
            return Optional.of(new Outcome.LookAgain(Duration.ZERO));
        }
        return waiting(name, healed);
    }

    /** Who is there and is not asked may elect, or be the primary: whoever acted without them could contradict them. */
    private static boolean hasOthers(String name, Watched watched, Observed observed) {
        return observed.servicesOf(name).stream()
                .filter(s -> List.of("redis", "sentinel").contains(s.label(Labels.COMPONENT)))
                .anyMatch(s -> !watched.members().contains(s.name())
                        && !watched.sentinels().contains(s.name()));
    }

    /** What a rollout brings about is no reason to hold the plan up. */
    private Optional<Outcome> waiting(String name, Healed healed) {
        var failing = healed.failing().stream().filter(h -> !h.comesByRollout()).toList();
        if (failing.isEmpty()) {
            return Optional.empty();
        }
        story.state(
                name,
                EventReason.WAITING,
                "not so yet: " + failing.stream().map(Health::words).collect(Collectors.joining("; ")));
        return Optional.of(new Outcome.LookAgain(SOON));
    }

    /** Tells what is new; empty: nothing is. Who reaches nobody, and never did, is outside of the swarm's networks. */
    private Optional<Outcome> tell(Wanted wanted, Watched watched, ObservedGroup group, Observed observed) {
        var name = wanted.name();
        var before = GroupReport.of(name, observed);
        // What is held, as a rollout that stands still, is told as that: the Redis that run are none the worse for it.
        var shown = wanted.plan().holds().isEmpty() ? group : group.asItRuns();
        var seen = Reported.of(watched, shown, before, observed.at());
        var report = wanted.suspended() ? seen.idle("nothing, for spec.suspend is true") : seen;
        var reached = !group.members().isEmpty() || !group.sentinels().isEmpty();
        if (before.equals(Optional.of(report)) || (before.isEmpty() && !reached)) {
            return Optional.empty();
        }
        try {
            actor.report(name, report, observed);
            return Optional.of(new Outcome.LookAgain(Duration.ZERO)); // what was told before is what was observed
        } catch (SwarmException e) {
            return Optional.of(untold("tell how Redis is", e));
        }
    }

    /** What it comes to where something could not be written for people to read. */
    static Outcome untold(String which, SwarmException e) {
        var what = which + ": " + e.getMessage();
        return switch (e) {
            case SwarmException.StaleVersion _, SwarmException.Gone _, SwarmException.NameTaken _ ->
                new Outcome.TooLate();
            case SwarmException.InUse _, SwarmException.Refused _ -> new Outcome.Failed(what);
            case SwarmException.Unreachable _ -> new Outcome.Unanswered(what);
        };
    }

    /** What follows when all is well. */
    Outcome watch(Wanted wanted) {
        return wanted.desired().watched().isPresent() ? new Outcome.LookAgain(CALM) : new Outcome.Settled();
    }
}
