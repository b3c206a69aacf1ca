package dev.skep.act;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedShare;
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
    private final Desired desired;
    private final Observed observed;

    GroupLook(Redises redises, Desired desired, Observed observed) {
        this.redises = redises;
        this.desired = desired;
        this.observed = observed;
    }

    /** All at once: one that does not answer costs its deadline. */
    ObservedGroup look(String group, Crew crew) {
        var members = members(crew.members());
        var sentinels = ask(crew.sentinels(), Reach::endpoint, e -> redises.sentinel(e, group));
        return members.stream().anyMatch(ObservedMember::primary)
                ? new ObservedGroup(members, sentinels, outdated(crew))
                : withThoseThatEnd(members, sentinels, group, crew);
    }

    /** They are of no account any more, unless one of them leads: then it is to hand over, and all of them are to know. */
    private ObservedGroup withThoseThatEnd(
            List<ObservedMember> members, List<ObservedSentinel> sentinels, String group, Crew crew) {
        var ending = ask(crew.members(), Reach::ending, redises::member);
        return ending.stream().anyMatch(ObservedMember::primary)
                ? new ObservedGroup(
                        concat(members, ending),
                        concat(sentinels, ask(crew.sentinels(), Reach::ending, e -> redises.sentinel(e, group))),
                        outdated(crew))
                : new ObservedGroup(members, sentinels, outdated(crew));
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** How those are that answer. */
    List<ObservedMember> members(List<String> services) {
        return ask(services, Reach::endpoint, redises::member);
    }

    /** What those hold of what a sum needs that answer. */
    List<ObservedShare> shares(List<String> services) {
        return ask(services, Reach::endpoint, redises::share);
    }

    private List<String> outdated(Crew crew) {
        return Stream.concat(crew.members().stream(), crew.sentinels().stream())
                .filter(s ->
                        desired.service(s).filter(wanted -> isOutdated(wanted)).isPresent())
                .toList();
    }

    private boolean isOutdated(DesiredService wanted) {
        return observed.service(wanted.name())
                .filter(there -> observed.runsAnother(there, wanted.templateHash()))
                .isPresent();
    }

    /** Where to ask one. */
    private interface Where {
        Optional<Endpoint> of(ObservedService service, String network, Observed observed);
    }

    private <T> List<T> ask(List<String> services, Where where, Function<Endpoint, Optional<T>> question) {
        var network = Group.network(desired.name());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = services.stream()
                    .flatMap(s -> observed.service(s).stream())
                    .flatMap(s -> where.of(s, network, observed).stream())
                    .map(e -> CompletableFuture.supplyAsync(() -> question.apply(e), threads))
                    .toList();
            return answers.stream().flatMap(a -> a.join().stream()).toList();
        }
    }
}
