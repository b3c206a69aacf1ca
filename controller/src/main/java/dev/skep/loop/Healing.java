package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.plan.Crew;
import dev.skep.plan.Health;
import dev.skep.plan.Reported;
import dev.skep.status.EventReason;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at the Redis of a name, where that can tell anything that the swarm does not, and tells how they are. */
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

    /** How they say they are; empty: nobody needs to know. A Redis that is alone and runs is left alone. */
    Optional<ObservedGroup> look(Wanted wanted, Observed observed) {
        return wanted.desired().kept().flatMap(kept -> {
            var crew = Crew.of(wanted.desired(), observed);
            var needed =
                    switch (kept) {
                        case Watched _ -> true;
                        case Alone alone -> crew.exceeds(wanted.desired()) || starts(alone.member(), observed);
                    };
            return needed ? Optional.of(actor.look(wanted.name(), kept.name(), crew, observed)) : Optional.empty();
        });
    }

    private static boolean starts(String service, Observed observed) {
        return observed.service(service).stream()
                .flatMap(s -> observed.tasksOf(s).stream())
                .anyMatch(t -> t.desiredState().equals("running") && !t.running() && !t.ended());
    }

    /** Tells how a group is that sentinels watch; empty: there is none, or nothing is new and all is well. */
    Optional<Outcome> tell(Wanted wanted, Observed observed) {
        return wanted.desired()
                .watched()
                .filter(_ -> wanted.plan().holds().isEmpty())
                .flatMap(watched -> observed.group(wanted.name())
                        .flatMap(group -> tell(wanted.name(), watched, group, observed)
                                .or(() -> waits(wanted.name(), watched, group))));
    }

    private Optional<Outcome> waits(String name, Watched watched, ObservedGroup group) {
        var failing = Health.failing(watched, group);
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
