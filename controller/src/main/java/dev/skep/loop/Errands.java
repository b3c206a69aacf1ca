package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.act.NotNow;
import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.observed.Observed;
import dev.skep.plan.Step;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Optional;

/**
 * Does what a person asked for by a config, and answers by another (docs/decisions/0025). A name is never handled twice at
 * once, so nothing else is done to its Redis meanwhile.
 */
final class Errands {
    private final Actor actor;
    private final Story story;

    Errands(Actor actor, Story story) {
        this.actor = actor;
        this.story = story;
    }

    /** How it went. */
    sealed interface Went {
        /** Nobody asked for anything. */
        record Nowhere() implements Went {}

        /** Something was done, and that is all for now. */
        record Ended(Outcome outcome) implements Went {}

        /** It cannot be done yet, and what is planned may be what it waits for. */
        record Waits() implements Went {}
    }

    /** Does the oldest of what is asked, or takes away what nobody waits for any more. */
    Went run(Wanted wanted, Observed observed) {
        if (wanted.manifest().isEmpty()) {
            return new Went.Nowhere();
        }
        try {
            return tidy(wanted.name(), observed)
                    .or(() -> Ask.open(wanted.name(), observed).stream()
                            .findFirst()
                            .map(ask -> answer(ask, wanted, observed)))
                    .orElseGet(Went.Nowhere::new);
        } catch (SwarmException e) {
            return new Went.Ended(Healing.untold("answer what a person asked", e));
        }
    }

    private Optional<Went> tidy(String name, Observed observed) {
        var forgotten = Answer.forgotten(name, observed);
        forgotten.forEach(c -> actor.write(new Step.RemoveConfig(c, "nobody waits for it any more"), name));
        return forgotten.isEmpty()
                ? Optional.empty()
                : Optional.of(new Went.Ended(new Outcome.LookAgain(Duration.ZERO)));
    }

    private Went answer(Ask ask, Wanted wanted, Observed observed) {
        var told = told(ask, wanted, observed);
        told.ifPresent(what -> tell(ask, what, observed));
        return told.isPresent() ? new Went.Ended(new Outcome.LookAgain(Duration.ZERO)) : new Went.Waits();
    }

    /** Empty: it cannot be done yet. */
    private Optional<Errand.Told> told(Ask ask, Wanted wanted, Observed observed) {
        try {
            return Optional.of(new Errand(ask, wanted, observed, actor).run());
        } catch (NotNow e) {
            return ask.isStale(observed.at())
                    ? Optional.of(
                            Errand.Told.refused("not within %d s: %s".formatted(Ask.VALID.toSeconds(), e.getMessage())))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // It would be met again at each look, and nothing else be done for this name.
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
