package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.plan.Health;
import dev.skep.plan.Reported;
import dev.skep.status.EventReason;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
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

    /** Looks at the group and does what heals it; empty: it is healthy, or nobody watches one, or its manifest is held. */
    Optional<Outcome> heal(Wanted wanted, Observed observed) {
        if (wanted.desired().watched().isEmpty() || !wanted.plan().holds().isEmpty()) {
            return Optional.empty();
        }
        var name = wanted.name();
        var healed = actor.heal(name, wanted.desired().watched().get(), observed);
        healed.done().forEach(s -> story.healed(name, s));
        var told = tell(name, wanted.desired().watched().get(), healed.group(), observed);
        if (told.isPresent()) {
            return told;
        }
        if (healed.failure().isPresent()) {
            return Optional.of(new Outcome.Failed(healed.failure().get()));
        }
        if (!healed.done().isEmpty()) {
            return Optional.of(new Outcome.LookAgain(Duration.ZERO));
        }
        if (healed.failing().isEmpty()) {
            return Optional.empty();
        }
        story.state(
                name,
                EventReason.WAITING,
                "not so yet: " + healed.failing().stream().map(Health::words).collect(Collectors.joining("; ")));
        return Optional.of(new Outcome.LookAgain(SOON));
    }

    /** Tells what is new; empty: nothing is. Who reaches nobody, and never did, is outside of the swarm's networks. */
    private Optional<Outcome> tell(String name, Watched watched, ObservedGroup group, Observed observed) {
        var before = GroupReport.of(name, observed);
        var report = Reported.of(watched, group, before, observed.at());
        var reached = !group.members().isEmpty() || !group.sentinels().isEmpty();
        if (before.equals(Optional.of(report)) || (before.isEmpty() && !reached)) {
            return Optional.empty();
        }
        try {
            actor.report(name, report, observed);
            return Optional.of(new Outcome.LookAgain(Duration.ZERO)); // what was told before is what was observed
        } catch (SwarmException e) {
            return Optional.of(untold(e));
        }
    }

    private static Outcome untold(SwarmException e) {
        var what = "tell how Redis is: " + e.getMessage();
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
