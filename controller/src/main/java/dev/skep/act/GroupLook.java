package dev.skep.act;

import dev.skep.desired.ControllerService;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.plan.Crew;
import dev.skep.redis.Redises;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks the members and sentinels of a group how they are. */
final class GroupLook {
    private final Redises redises;
    private final String network;
    private final Observed observed;

    /** @param network the manifest's, where the members know each other */
    GroupLook(Redises redises, String network, Observed observed) {
        this.redises = redises;
        this.network = network;
        this.observed = observed;
    }

    /** All at once: one that does not answer costs its deadline. */
    ObservedGroup look(String group, Crew crew) {
        var members = ask(crew.members(), redises::member);
        var sentinels = ask(crew.sentinels(), e -> redises.sentinel(e, group));
        return new ObservedGroup(members, sentinels);
    }

    private <T> List<T> ask(List<String> services, Function<Endpoint, Optional<T>> question) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = services.stream()
                    .flatMap(s -> observed.service(s).stream())
                    .flatMap(this::endpoint)
                    .map(e -> CompletableFuture.supplyAsync(() -> question.apply(e), threads))
                    .toList();
            return answers.stream().flatMap(a -> a.join().stream()).toList();
        }
    }

    /** Of the task that is to run, also while it starts: it may wait for what is about to be said to it. */
    private Stream<Endpoint> endpoint(ObservedService service) {
        return observed.tasksOf(service).stream()
                .filter(t -> t.desiredState().equals("running") && !t.ended())
                .map(ObservedTask::addresses)
                .filter(a -> a.containsKey(network) && a.containsKey(ControllerService.REDIS_NETWORK))
                .map(a -> new Endpoint(service.name(), a.get(network), a.get(ControllerService.REDIS_NETWORK)))
                .limit(1);
    }
}
