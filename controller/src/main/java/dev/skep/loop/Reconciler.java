package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.manifest.Words;
import dev.skep.observed.Observed;
import dev.skep.plan.Explained;
import dev.skep.plan.Hold;
import dev.skep.plan.Step;
import dev.skep.status.Readiness;
import dev.skep.status.Urls;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.stream.Collectors;

/** Brings one name nearer to what it asks for. Blocking and synchronous: the loop around it is {@link Controller}. */
final class Reconciler {
    /** While tasks start or end, which raises no event. */
    private static final Duration POLL = Duration.ofMillis(500);

    private final Actor actor;
    private final Story story;

    Reconciler(Actor actor, Story story) {
        this.actor = actor;
        this.story = story;
    }

    Outcome reconcile(Wanted wanted, Observed observed) {
        wanted.auto().ifPresent(e -> story.exposed(wanted.name(), Words.of(e.way()), e.why()));
        for (var step : wanted.plan().steps()) {
            try {
                actor.act(step, wanted.name());
                story.did(wanted.name(), Explained.of(step, wanted.manifest(), observed));
            } catch (SwarmException e) {
                return undone(wanted, step, e);
            }
        }
        return wanted.plan().isEmpty() ? state(wanted, observed) : new Outcome.LookAgain(Duration.ZERO);
    }

    private Outcome undone(Wanted wanted, Step step, SwarmException e) {
        return switch (e) {
            // Somebody was faster: what is there now decides.
            case SwarmException.StaleVersion _, SwarmException.Gone _ -> new Outcome.LookAgain(Duration.ofMillis(50));
            case SwarmException.InUse _ -> {
                story.state(wanted.name(), "waiting", step.what() + ": it is still in use");
                yield new Outcome.LookAgain(POLL);
            }
            case SwarmException.NameTaken _ ->
                new Outcome.Failed(step.what()
                        + ": something of that name is there that Skep did not make; remove or rename it, or adopt a service: skep adopt "
                        + wanted.name() + " ("
                        + e.getMessage() + ")");
            case SwarmException.Refused _, SwarmException.Unreachable _ ->
                new Outcome.Failed(step.what() + ": " + e.getMessage());
        };
    }

    private Outcome state(Wanted wanted, Observed observed) {
        var name = wanted.name();
        var holds = wanted.plan().holds();
        if (!holds.isEmpty()) {
            // In one line: it is told again only when it is another.
            story.trouble(
                    name,
                    "held: " + holds.stream().map(Hold::reason).collect(Collectors.joining(", ")),
                    holds.stream().map(Hold::message).collect(Collectors.joining("; ")));
            return wanted.manifest().isPresent() ? new Outcome.LookAgain(POLL.multipliedBy(2)) : new Outcome.Settled();
        }
        if (wanted.manifest().isEmpty() && !wanted.desired().services().isEmpty()) {
            return new Outcome.Settled(); // Skep's own: nobody waits for it by name
        }
        if (wanted.manifest().isEmpty()) {
            story.state(name, "deleted", "its volumes are kept");
            story.forget(name);
            return new Outcome.Settled();
        }
        var readiness = Readiness.of(wanted.desired(), wanted.plan(), observed);
        if (readiness.ready()) {
            story.state(name, "ready", String.join(" ", Urls.of(name, observed)));
            return new Outcome.Settled();
        }
        story.state(name, "waiting", String.join("; ", readiness.waitingFor()));
        return new Outcome.LookAgain(POLL);
    }
}
