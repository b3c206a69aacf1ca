package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.manifest.Words;
import dev.skep.observed.Observed;
import dev.skep.plan.Explained;
import dev.skep.plan.Step;
import dev.skep.status.EventReason;
import dev.skep.status.Readiness;
import dev.skep.status.Urls;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.function.Consumer;

/** Brings one name nearer to what it asks for. Blocking and synchronous: the loop around it is {@link Controller}. */
final class Reconciler {
    /** While tasks start or end, which raises no event. */
    private static final Duration POLL = Duration.ofMillis(500);

    private final Actor actor;
    private final Story story;
    private final Consumer<Step> done;

    /**
     * Prepares for any name.
     *
     * @param done told of each step that was done
     */
    Reconciler(Actor actor, Story story, Consumer<Step> done) {
        this.actor = actor;
        this.story = story;
        this.done = done;
    }

    Outcome reconcile(Wanted wanted, Observed observed) {
        wanted.auto().ifPresent(e -> story.exposed(wanted.name(), Words.of(e.way()), e.why()));
        for (var step : wanted.plan().steps()) {
            try {
                actor.act(step, wanted.name());
                done.accept(step);
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
                story.state(wanted.name(), EventReason.WAITING, step.what() + ": it is still in use");
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
            story.held(name, holds);
            return wanted.manifest().isPresent() ? new Outcome.LookAgain(POLL.multipliedBy(2)) : new Outcome.Settled();
        }
        if (wanted.manifest().isEmpty() && !wanted.desired().services().isEmpty()) {
            return new Outcome.Settled(); // Skep's own: nobody waits for it by name
        }
        if (wanted.manifest().isEmpty()) {
            story.state(name, EventReason.DELETED, "its volumes are kept");
            story.forget(name);
            return new Outcome.Settled();
        }
        var readiness = Readiness.of(wanted.desired(), wanted.plan(), observed);
        if (readiness.ready()) {
            story.state(name, EventReason.READY, String.join(" ", Urls.of(name, observed)));
            return new Outcome.Settled();
        }
        story.state(name, EventReason.WAITING, String.join("; ", readiness.waitingFor()));
        return new Outcome.LookAgain(POLL);
    }
}
