package dev.skep.act;

import dev.skep.desired.ControllerService;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.util.Optional;
import java.util.function.Predicate;

/** Where Skep reaches a Redis or a sentinel. */
final class Reach {
    private Reach() {}

    /**
     * Of the task that is to run, also while it starts: it may wait for what is about to be said to it.
     *
     * @param network where the others know it
     */
    static Optional<Endpoint> endpoint(ObservedService service, String network, Observed observed) {
        return endpoint(
                service,
                network,
                observed,
                t -> t.stays() && !t.ended() && !t.nodeId().isEmpty());
    }

    /** Of the one that is about to end, and may lead until then; empty where another is to run already. */
    static Optional<Endpoint> ending(ObservedService service, String network, Observed observed) {
        return endpoint(service, network, observed).isPresent()
                ? Optional.empty()
                : endpoint(service, network, observed, observed::ends);
    }

    private static Optional<Endpoint> endpoint(
            ObservedService service, String network, Observed observed, Predicate<ObservedTask> which) {
        return observed.tasksOf(service).stream()
                .filter(which)
                .map(ObservedTask::addresses)
                .filter(a -> a.containsKey(network) && a.containsKey(ControllerService.REDIS_NETWORK))
                .map(a -> new Endpoint(service.name(), a.get(network), a.get(ControllerService.REDIS_NETWORK)))
                .findFirst();
    }
}
