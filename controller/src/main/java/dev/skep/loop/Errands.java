package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.act.NotNow;
import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.observed.Observed;
import dev.skep.plan.Explained;
import dev.skep.plan.Step;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Optional;

/**
 * Does what a person asked for by a config, and answers by another (docs/decisions/0025). A name is never handled twice at
 * once, so nothing else is done to its Redis meanwhile.
 */
final class Errands {
    private static final Duration SOON = Duration.ofMillis(500);

    private final Actor actor;
    private final Story story;

    Errands(Actor actor, Story story) {
        this.actor = actor;
        this.story = story;
    }

    /** How it went; what is planned goes on beside it, but where the swarm did not take the answer. */
    sealed interface Went {
        /** Nobody asked for anything. */
        record Nowhere() implements Went {}

        /** Something was done, or is to be tried again: look again then. */
        record Again(Duration after) implements Went {}

        /** The swarm did not take what was to be written. */
        record Unwritten(Outcome outcome) implements Went {}
    }

    /** Does what is asked, the oldest first, and takes away what nobody waits for any more. */
    Went run(Wanted wanted, Observed observed) {
        try {
            var forgotten = Answer.forgotten(wanted.name(), observed);
            forgotten.forEach(
                    c -> actor.write(new Step.RemoveConfig(c, "nobody waits for it any more"), wanted.name()));
            var open = Ask.open(wanted.name(), observed);
            if (forgotten.isEmpty() && open.isEmpty()) {
                return new Went.Nowhere();
            }
            open.forEach(ask -> told(ask, wanted, observed).ifPresent(told -> tell(ask, told, observed)));
            return new Went.Again(SOON);
        } catch (SwarmException e) {
            return new Went.Unwritten(Healing.untold("answer what a person asked", e));
        }
    }

    /** Empty: it cannot be done yet. */
    private Optional<Errand.Told> told(Ask ask, Wanted wanted, Observed observed) {
        if (wanted.manifest().isEmpty()) {
            return Optional.of(Errand.Told.refused(
                    "no valid manifest of that name is in the controller's folder: skep status " + wanted.name()));
        }
        var errand = new Errand(
                ask,
                wanted,
                observed,
                actor,
                step -> story.did(wanted.name(), Explained.of(step, wanted.manifest(), observed)));
        try {
            return Optional.of(errand.run());
        } catch (SwarmException e) {
            throw e; // the swarm did not take the backup: nothing is restored before
        } catch (NotNow e) {
            return ask.isStale(observed.at()) ? Optional.of(errand.outOfTime(e.getMessage())) : Optional.empty();
        } catch (RuntimeException e) {
            // It would be met again at each look.
            story.bug(wanted.name(), e);
            return Optional.of(Errand.Told.refused("a bug in Skep, and how much of it was done is not known: " + e));
        }
    }

    /** Who asked is told last: whoever is stopped before does it again, and what is done again for one id is done once. */
    private void tell(Ask ask, Errand.Told told, Observed observed) {
        actor.answer(new Answer(ask.id(), ask.manifest(), told.kind(), observed.at(), told.text()));
        story.errand(ask.manifest(), told.reason(), told.details());
    }
}
