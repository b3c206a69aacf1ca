package dev.skep.act;

import dev.skep.desired.Desired;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
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
    private final Desired desired;
    private final Watched wanted;

    GroupHealer(Redises redises, Desired desired, Watched wanted) {
        this.redises = redises;
        this.network = Group.network(desired.name());
        this.desired = desired;
        this.wanted = wanted;
    }

    /** Asks them, and tells them nothing. */
    Healed look(Observed observed) {
        var group = ask(observed);
        return new Healed(group, List.of(), Health.failing(wanted, group), Optional.empty());
    }

    Healed heal(Observed observed) {
        var group = ask(observed);
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
    private ObservedGroup ask(Observed observed) {
        var members = ask(wanted.members(), observed, redises::member);
        var sentinels = ask(wanted.sentinels(), observed, e -> redises.sentinel(e, wanted.name()));
        return new ObservedGroup(members, sentinels, outdated(observed));
    }

    private List<String> outdated(Observed observed) {
        return Stream.concat(wanted.members().stream(), wanted.sentinels().stream())
                .filter(s -> observed.service(s).stream()
                        .flatMap(there -> observed.staying(there).stream())
                        .anyMatch(task -> !task.templateHash().equals(template(s))))
                .toList();
    }

    private String template(String service) {
        return desired.service(service).orElseThrow().templateHash();
    }

    private <T> List<T> ask(List<String> services, Observed observed, Function<Endpoint, Optional<T>> question) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = services.stream()
                    .flatMap(s -> observed.service(s).stream())
                    .flatMap(s -> Reach.endpoint(s, network, observed).stream())
                    .map(e -> CompletableFuture.supplyAsync(() -> question.apply(e), threads))
                    .toList();
            return answers.stream().flatMap(a -> a.join().stream()).toList();
        }
    }
}
