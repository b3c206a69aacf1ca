package dev.skep.act;

import dev.skep.desired.ControllerService;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.plan.HealStep;
import dev.skep.plan.Healer;
import dev.skep.plan.Health;
import dev.skep.redis.RedisException;
import dev.skep.redis.Redises;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks the members and sentinels of a group how they are, and tells them what makes it healthy. */
final class GroupHealer {
    private final Redises redises;
    private final String network;
    private final Watched wanted;

    /** @param network where the members know each other */
    GroupHealer(Redises redises, String network, Watched wanted) {
        this.redises = redises;
        this.network = network;
        this.wanted = wanted;
    }

    Healed heal(Observed observed) {
        var group = look(observed);
        var failing = Health.failing(wanted, group);
        var done = new ArrayList<HealStep>();
        for (var step : Healer.heal(wanted, group)) {
            try {
                tell(step);
                done.add(step);
            } catch (RedisException e) {
                return new Healed(group, done, failing, Optional.of(step.what() + ": " + e.getMessage()));
            }
        }
        return new Healed(group, done, failing, Optional.empty());
    }

    private void tell(HealStep step) {
        switch (step) {
            case HealStep.Promote s -> redises.promote(s.to());
            case HealStep.Follow s -> redises.follow(s.to(), s.primary().address());
            case HealStep.Monitor s -> redises.monitor(s.to(), s.primary().address(), s.group());
            case HealStep.Unwatch s -> redises.unwatch(s.to(), s.group().name());
        }
    }

    /** All at once: one that does not answer costs its deadline. */
    private ObservedGroup look(Observed observed) {
        var members = ask(wanted.members(), observed, redises::member);
        var sentinels = ask(wanted.sentinels(), observed, e -> redises.sentinel(e, wanted.name()));
        return new ObservedGroup(members, sentinels);
    }

    private <T> List<T> ask(List<String> services, Observed observed, Function<Endpoint, Optional<T>> question) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = services.stream()
                    .flatMap(s -> observed.service(s).stream())
                    .flatMap(s -> endpoint(s, observed))
                    .map(e -> CompletableFuture.supplyAsync(() -> question.apply(e), threads))
                    .toList();
            return answers.stream().flatMap(a -> a.join().stream()).toList();
        }
    }

    /** Of the task that is to run, also while it starts: it may wait for what is about to be said to it. */
    private Stream<Endpoint> endpoint(ObservedService service, Observed observed) {
        return observed.tasksOf(service).stream()
                .filter(t -> t.desiredState().equals("running") && !t.ended())
                .map(ObservedTask::addresses)
                .filter(a -> a.containsKey(network) && a.containsKey(ControllerService.REDIS_NETWORK))
                .map(a -> new Endpoint(service.name(), a.get(network), a.get(ControllerService.REDIS_NETWORK)))
                .limit(1);
    }
}
