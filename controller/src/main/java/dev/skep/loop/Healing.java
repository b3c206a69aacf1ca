package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.observed.Observed;
import dev.skep.plan.Health;
import dev.skep.status.EventReason;
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

    /** What follows when all is well. */
    Outcome watch(Wanted wanted) {
        return wanted.desired().watched().isPresent() ? new Outcome.LookAgain(CALM) : new Outcome.Settled();
    }
}
