package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.desired.Desired;
import dev.skep.desired.HealthEntry;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.plan.Crew;
import dev.skep.plan.Health;
import dev.skep.plan.Newcomers;
import dev.skep.plan.Reported;
import dev.skep.status.EventReason;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the Redis of a name, where that can tell anything that the swarm does not, and tells how they are. */
final class Healing {
    /** While a group is not yet as it should be. */
    private static final Duration SOON = Duration.ofMillis(500);

    /** While it is: Redis raises no event of the swarm. */
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Actor actor;
    private final Story story;
    private final Sums sums;
    private final Snapshots snapshots;
    /** The task of each lone Redis that was seen to lead by its own data, by the manifest's name. */
    private final Map<String, String> leading = new ConcurrentHashMap<>();

    Healing(Actor actor, Story story) {
        this.actor = actor;
        this.story = story;
        this.sums = new Sums(actor);
        this.snapshots = new Snapshots(actor);
    }

    /** How they say they are; empty: nobody needs to know, or one that is alone and runs does not answer. */
    Optional<UnaryOperator<Observed>> look(Wanted wanted, Observed observed) {
        if (wanted.desired().kept().isEmpty()) {
            leading.remove(wanted.name());
        }
        var group =
                group(wanted, observed).<UnaryOperator<Observed>>map(found -> seen -> seen.with(wanted.name(), found));
        var shares = sums.look(wanted.desired(), observed)
                .<UnaryOperator<Observed>>map(found -> seen -> seen.with(wanted.name(), found));
        return Stream.of(group, shares)
                .flatMap(Optional::stream)
                .reduce((one, other) -> seen -> other.apply(one.apply(seen)));
    }

    private Optional<ObservedGroup> group(Wanted wanted, Observed observed) {
        return wanted.desired().kept().flatMap(kept -> {
            var crew = Crew.of(wanted.desired(), observed);
            return switch (kept) {
                case Watched _ -> Optional.of(askAll(wanted, kept, crew, observed));
                case Alone _ when crew.exceeds(wanted.desired()) -> Optional.of(askAll(wanted, kept, crew, observed));
                case Alone alone -> lone(wanted, alone, crew, observed);
            };
        });
    }

    /** One that runs, and was seen to lead by its own data since its task began, is left alone. */
    private Optional<ObservedGroup> lone(Wanted wanted, Alone alone, Crew crew, Observed observed) {
        var task = observed.service(alone.member()).stream()
                .flatMap(s -> observed.tasksOf(s).stream())
                .filter(t -> t.stays() && !t.ended())
                .findFirst();
        if (task.isEmpty() || task.get().id().equals(leading.get(wanted.name()))) {
            return Optional.empty();
        }
        var group = ask(wanted, alone, crew, observed);
        if (group.leads(alone.member())) {
            leading.put(wanted.name(), task.get().id());
        }
        return Optional.of(group)
                .filter(g -> !g.members().isEmpty() || !task.get().running());
    }

    /** Who of them leads is another question from then on. */
    private ObservedGroup askAll(Wanted wanted, Kept kept, Crew crew, Observed observed) {
        leading.remove(wanted.name());
        return ask(wanted, kept, crew, observed);
    }

    private ObservedGroup ask(Wanted wanted, Kept kept, Crew crew, Observed observed) {
        return actor.look(wanted.desired(), kept.name(), crew, observed);
    }

    /** Tells how Redis is; empty: nothing is new, and all is well with those that sentinels watch. */
    Optional<Outcome> tell(Wanted wanted, Observed observed) {
        return news(wanted, observed).or(() -> watched(wanted, observed)
                .flatMap(watched -> observed.group(wanted.name()).flatMap(g -> waits(wanted, watched, g))));
    }

    /** Tells what is new of Redis; empty: nothing is. */
    Optional<Outcome> news(Wanted wanted, Observed observed) {
        return watched(wanted, observed)
                .flatMap(watched ->
                        observed.group(wanted.name()).flatMap(group -> tell(wanted, watched, group, observed)))
                .or(() -> snapshots.news(wanted, observed));
    }

    private static Optional<Watched> watched(Wanted wanted, Observed observed) {
        return wanted.desired().watched().map(watched -> Newcomers.without(watched, wanted.desired(), observed));
    }

    /** What a rollout brings about is no reason to wait. */
    private Optional<Outcome> waits(Wanted wanted, Watched watched, ObservedGroup group) {
        var failing = Health.failing(watched, group).stream()
                .filter(h -> !h.comesByRollout())
                .toList();
        if (failing.isEmpty()) {
            return Optional.empty();
        }
        var notSo = "not so yet: " + failing.stream().map(Health::words).collect(Collectors.joining("; "));
        story.state(
                wanted.name(),
                EventReason.WAITING,
                Stream.concat(wanted.plan().waits().stream(), Stream.of(notSo)).collect(Collectors.joining("; ")));
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
            actor.report(name, HealthEntry.of(name, report), observed);
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
        return wanted.desired()
                .kept()
                .filter(kept -> switch (kept) {
                    case Watched _ -> true;
                    case Alone alone -> forgets(alone, wanted.desired());
                })
                .<Outcome>map(_ -> new Outcome.LookAgain(CALM))
                .orElseGet(
                        () -> sums.mayChange(wanted.desired()) ? new Outcome.LookAgain(CALM) : snapshots.watch(wanted));
    }

    /** Whether it must be told again that it leads whenever it has started, of which the swarm tells nobody. */
    private static boolean forgets(Alone alone, Desired desired) {
        return desired.service(alone.member())
                .flatMap(s -> s.volume())
                .filter(Volume::inMemory)
                .isPresent();
    }
}
