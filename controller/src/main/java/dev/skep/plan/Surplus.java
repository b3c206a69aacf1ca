package dev.skep.plan;

import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * More tasks that run on than a service asks for. Swarm makes such a pair where an update that starts the new task first
 * meets the restart of a task that crashes: both put one into the slot, and nobody ends either. Its updater looks at each
 * slot with several tasks when the service is written the next time, whatever is written, and ends all but one that is as
 * the spec says (swarmkit, {@code updater.isSlotDirty} and {@code useExistingTask}).
 */
final class Surplus {
    /** Swarm is given so long to end by itself what is too many, as it does after a scale-down. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private Surplus() {}

    /** The service is written as it is; empty: nothing is too many, or Swarm is still at work. */
    static Optional<Step> end(ObservedService there, Observed observed) {
        int run = observed.staying(there).size();
        long wanted = observed.wanted(there);
        if (run <= wanted
                || !atRest(there)
                || observed.at().isBefore(lastMove(there, observed).plus(QUIET))) {
            return Optional.empty();
        }
        var reason = "%d tasks run on where %d %s wanted: Swarm ends what is too many once it is told again"
                .formatted(run, wanted, wanted == 1 ? "is" : "are");
        return Optional.of(
                new Step.UpdateService(there.id(), there.name(), there.version(), there.spec(), List.of(), reason));
    }

    /** To write it would begin a rollout again that Swarm has stopped. */
    private static boolean atRest(ObservedService service) {
        return service.rollout().map(Rollout::state).map(Surplus::atRest).orElse(true);
    }

    private static boolean atRest(Rollout.State state) {
        return switch (state) {
            case COMPLETED -> true;
            case UPDATING, PAUSED, ROLLBACK_STARTED, ROLLBACK_PAUSED, ROLLBACK_COMPLETED -> false;
        };
    }

    private static Instant lastMove(ObservedService service, Observed observed) {
        return Stream.concat(
                        Stream.of(service.updatedAt()),
                        observed.staying(service).stream().map(ObservedTask::changedAt))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
