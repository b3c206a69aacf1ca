package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.observed.Generation;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what was asked for has failed to come up, and why in words. */
final class Failure {
    private final Desired desired;
    private final Observed observed;

    private Failure(Desired desired, Observed observed) {
        this.desired = desired;
        this.observed = observed;
    }

    /** Swarm has given up on a service that does not run as it says. */
    static Optional<String> paused(Desired desired, Observed observed) {
        var failure = new Failure(desired, observed);
        return failure.missing()
                .filter(s -> s.rollout().map(Failure::givenUp).orElse(false))
                .findFirst()
                .map(failure::why);
    }

    /**
     * Swarm has stopped the update of a service that this generation asked for: a new task ended too early, though another one may
     * run in its place by now.
     */
    static Optional<String> stopped(Desired desired, Observed observed, Generation generation) {
        var failure = new Failure(desired, observed);
        return failure.services()
                .filter(s -> s.rollsOut(Rollout.State.PAUSED) && s.generation() == generation.number())
                .filter(failure::isAsked)
                .findFirst()
                .map(failure::why);
    }

    /**
     * As {@link #paused} or {@link #stopped}, or the Redis that is to take the place of the only one does not come up, or nothing of it has moved for as long as the deadline: many replicas may take longer
     * in all.
     */
    static Optional<String> of(Desired desired, Observed observed, Generation generation) {
        var failure = new Failure(desired, observed);
        return paused(desired, observed)
                .or(() -> stopped(desired, observed, generation))
                .or(() -> failure.stillborn())
                .or(() -> failure.missing()
                        .filter(s -> observed.at()
                                .isAfter(failure.lastMove(generation.began())
                                        .plus(failure.wanted(s).deadline())))
                        .findFirst()
                        .map(failure::why));
    }

    /** Whose place it is to take goes on counting: nothing is gained by waiting, where it has ended more than once. */
    private Optional<String> stillborn() {
        return Crew.of(desired, observed).takesOver(desired).flatMap(move -> missing()
                .filter(s -> s.name().equals(move.to()))
                .filter(s -> observed.tasksOf(s).stream()
                                .filter(t -> t.ended() && !t.error().isBlank())
                                .filter(t -> t.templateHash().equals(wanted(s).templateHash()))
                                .count()
                        > 1)
                .findFirst()
                .map(this::why));
    }

    private Stream<ObservedService> services() {
        return desired.services().stream().flatMap(d -> observed.service(d.name()).stream());
    }

    /** What has the spec that is wanted, and does not run as it says; more than that is not missing. */
    private Stream<ObservedService> missing() {
        return services()
                .filter(s -> !observed.runs(s, wanted(s).templateHash()))
                // Whoever drained its node brings it back, and nothing that was asked for can.
                .filter(s -> observed.awaits(s).isEmpty())
                .filter(s -> observed.current(s, wanted(s).templateHash()).size() < observed.wanted(s)
                        || Surplus.end(s, observed).isEmpty())
                .filter(this::isAsked);
    }

    /** It has the spec that is wanted, by nobody else's hand. */
    private boolean isAsked(ObservedService service) {
        var asked = MoreCounters.asked(service, wanted(service));
        return service.label(Labels.SPEC).equals(asked.hash())
                && SpecDiff.between(
                                service.spec(),
                                Adoption.wanted(service, asked, observed.networkNames()),
                                observed.networkNames())
                        .isEmpty();
    }

    private static boolean givenUp(Rollout rollout) {
        return switch (rollout.state()) {
            case PAUSED, ROLLBACK_STARTED, ROLLBACK_PAUSED, ROLLBACK_COMPLETED -> true;
            case UPDATING, COMPLETED -> false;
        };
    }

    private Instant lastMove(Instant began) {
        var moves = desired.services().stream().flatMap(d -> observed.service(d.name()).stream()
                .flatMap(s -> Stream.concat(
                        Stream.of(s.updatedAt()),
                        observed.current(s, d.templateHash()).stream().map(ObservedTask::changedAt))));
        return Stream.concat(Stream.of(began), moves)
                .max(Comparator.naturalOrder())
                .orElse(began);
    }

    /** What a task said; the rollout itself only names the task. */
    private String why(ObservedService service) {
        var words = observed.lastError(service, wanted(service).templateHash())
                .or(() -> service.rollout()
                        .filter(Failure::givenUp)
                        .map(Rollout::message)
                        .filter(m -> !m.isBlank()))
                .orElseGet(() ->
                        "nothing has moved for " + wanted(service).deadline().toSeconds() + " s");
        return service.name() + ": " + words;
    }

    private DesiredService wanted(ObservedService service) {
        return desired.service(service.name()).orElseThrow();
    }
}
