package dev.skep.cli;

import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.loop.Wanted;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the controller, which alone reaches Redis, to do something, and waits for its answer. A config is the question and
 * another the answer: they reach it, and whoever asks, at any manager.
 */
final class Asking {
    /** Until then who waits need not be told that he does. */
    private static final Duration USUAL = Duration.ofSeconds(10);
    /** After {@link Ask#VALID} the controller answers that it did not. */
    private static final Duration LONGEST = Ask.VALID.plusSeconds(60);

    private final Swarm swarm;
    private final PrintWriter err;

    /** Tells there that it takes longer. */
    Asking(Swarm swarm, PrintWriter err) {
        this.swarm = swarm;
        this.err = err;
    }

    /** A new id for a question. */
    static String id() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What the controller answers; where it refuses, or does not answer, a person is told why. */
    String answer(Ask ask) throws InterruptedException {
        requireMade(ask.manifest());
        leave(ask);
        try {
            var answer = await(ask);
            return switch (answer.kind()) {
                case DONE -> answer.text();
                case REFUSED -> throw new CannotGoOn(ask.manifest() + ": " + answer.text());
            };
        } finally {
            takeAway(ask.config().name());
        }
    }

    private void requireMade(String name) {
        var observed = swarm.observe();
        var made = Wanted.madeFor(observed);
        if (!made.contains(name) || observed.servicesOf(name).isEmpty()) {
            throw new CannotGoOn("nothing in the swarm was made for a manifest %s; there is: %s"
                    .formatted(name, String.join(" ", made)));
        }
    }

    /** Where no answer comes it may be there all the same: that shows. */
    private void leave(Ask ask) {
        var config = ask.config();
        try {
            swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
        } catch (SwarmException.Unreachable e) {
            err.println(ask.manifest() + ": " + e.getMessage() + "; looking whether it was asked");
        }
    }

    private Answer await(Ask ask) throws InterruptedException {
        var found = new AtomicReference<Optional<Answer>>(Optional.empty());
        if (!Poll.until(USUAL, () -> look(ask, found))) {
            err.println(
                    ask.manifest() + ": no answer from the controller yet (docker service ps skep-controller); waiting"
                            + " until it can, " + LONGEST.toSeconds() + " s at most");
            Poll.until(LONGEST.minus(USUAL), () -> look(ask, found));
        }
        return found.get()
                .orElseThrow(() -> new CannotGoOn(
                        "%s: no controller answered within %d s, and the question is taken back: see that one runs (docker service ps skep-controller) and say it again"
                                .formatted(ask.manifest(), LONGEST.toSeconds())));
    }

    /** A swarm that gives no answer at this moment, as while its leader changes, may in the next. */
    private boolean look(Ask ask, AtomicReference<Optional<Answer>> found) {
        try {
            var observed = swarm.observe();
            found.set(Answer.to(ask, observed));
            if (found.get().isEmpty() && !observed.hasConfig(ask.config().name())) {
                throw new CannotGoOn(
                        "%s: the question is not in the swarm (any more), and was not answered: its manifest was deleted, or the controller is older than this skep (skep install); else say it again"
                                .formatted(ask.manifest()));
            }
            return found.get().isPresent();
        } catch (SwarmException.Unreachable e) {
            return false;
        }
    }

    /** The controller takes the answer away then. What was answered is told, whether this succeeds or not. */
    private void takeAway(String question) {
        try {
            swarm.observe().configs().stream()
                    .filter(c -> c.name().equals(question))
                    .forEach(c -> swarm.removeConfig(c.id()));
        } catch (SwarmException.Gone e) {
            return; // the controller was as quick, for the answer was old
        } catch (SwarmException e) {
            err.println("the config " + question + " could not be taken away, and goes by itself within minutes: "
                    + e.getMessage());
        }
    }
}
