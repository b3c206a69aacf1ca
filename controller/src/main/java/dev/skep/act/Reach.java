package dev.skep.act;

import dev.skep.desired.ControllerService;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.util.Optional;

/** Where Skep reaches a Redis or a sentinel. */
final class Reach {
    private Reach() {}

    /**
     * Of the task that is to run, also while it starts: it may wait for what is about to be said to it.
     *
     * @param network where the others know it
     */
    static Optional<Endpoint> endpoint(ObservedService service, String network, Observed observed) {
        return observed.tasksOf(service).stream()
                .filter(t -> t.desiredState().equals("running") && !t.ended())
                .map(ObservedTask::addresses)
                .filter(a -> a.containsKey(network) && a.containsKey(ControllerService.REDIS_NETWORK))
                .map(a -> new Endpoint(service.name(), a.get(network), a.get(ControllerService.REDIS_NETWORK)))
                .findFirst();
    }
}
