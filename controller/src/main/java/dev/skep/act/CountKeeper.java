package dev.skep.act;

import dev.skep.backup.Counters;
import dev.skep.backup.Holding;
import dev.skep.backup.Standing;
import dev.skep.desired.Desired;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Kept;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Run;
import dev.skep.plan.Crew;
import dev.skep.redis.Confirmed;
import dev.skep.redis.RedisException;
import dev.skep.redis.Redises;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Reads and replaces all that a manifest counted, each counter in one step on its primary. Where there are copies, nothing is
 * believed, nor taken for done, that only a primary knows which the others may have left behind.
 */
final class CountKeeper {
    private final Redises redises;
    private final Desired desired;
    private final Observed observed;
    private final Crew crew;
    private final Map<String, List<ObservedService>> groups;

    CountKeeper(Redises redises, Counters counters, Desired desired, Observed observed) {
        this.redises = redises;
        this.desired = desired;
        this.observed = observed;
        this.crew = Crew.of(desired, observed);
        this.groups = counters.byGroup();
    }

    /** Does something with the primary of one counter, and so many copies. */
    @FunctionalInterface
    private interface Doing<T> {
        Confirmed<T> with(Endpoint primary, int copies);
    }

    /**
     * Whether a restore with this id was done, by group: all of them must tell.
     *
     * @throws NotNow if one does not tell
     */
    Map<String, Boolean> restored(String id) {
        return each((_, services) -> {
            try {
                return redises.restored(believed(services).primary(), id);
            } catch (RedisException e) {
                throw new NotNow(e.getMessage(), e);
            }
        });
    }

    /**
     * What each holds, all of them asked at once.
     *
     * @throws NotNow if one does not tell
     */
    Map<String, Holding> read() {
        requireOpen();
        return each((group, services) -> confirmed(services, redises::holding));
    }

    /**
     * Makes each hold that, once for each id; answers the counts before.
     *
     * @throws NotNow if one may not have it; others may have
     */
    Map<String, Long> restore(String id, Map<String, Holding> holdings) {
        requireOpen();
        return each((group, services) ->
                confirmed(services, (primary, copies) -> redises.restore(primary, id, holdings.get(group), copies)));
    }

    /** What is on its way from one counter to another would be in both, or in none. */
    private void requireOpen() {
        if (desired.counters().isEmpty()) {
            return;
        }
        var all = groups.values().stream()
                .flatMap(List::stream)
                .map(ObservedService::name)
                .toList();
        new GroupLook(redises, desired, observed)
                .shares(all).stream()
                        .filter(s -> s.run()
                                .filter(r -> r.state() == Run.State.CLOSED)
                                .isPresent())
                        .findFirst()
                        .ifPresent(s -> {
                            throw new NotNow(
                                    "what was counted in " + s.service() + " is being added to another count", null);
                        });
    }

    /** All are tried, also where one does not answer. */
    private <T> Map<String, T> each(BiFunction<String, List<ObservedService>, T> doing) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new LinkedHashMap<String, CompletableFuture<T>>();
            groups.forEach((group, services) ->
                    answers.put(group, CompletableFuture.supplyAsync(() -> doing.apply(group, services), threads)));
            var result = new LinkedHashMap<String, T>();
            answers.forEach((group, answer) -> result.put(group, answer.join()));
            return result;
        } catch (CompletionException e) {
            throw e.getCause() instanceof NotNow notNow ? notNow : e;
        }
    }

    /** The order of questions decides: who is believed after the copies have confirmed was not being replaced before. */
    private <T> T confirmed(List<ObservedService> services, Doing<T> doing) {
        try {
            var believed = believed(services);
            var answer = doing.with(believed.primary(), believed.copies());
            if (answer.copies() < believed.copies()
                    && (answer.copies() < believed.least() || !believed.still().getAsBoolean())) {
                throw new NotNow(
                        "only %d of %d copies confirm what %s says, and another may be about to lead"
                                .formatted(
                                        answer.copies(),
                                        believed.copies(),
                                        believed.primary().service()),
                        null);
            }
            return answer.value();
        } catch (RedisException e) {
            throw new NotNow(e.getMessage(), e);
        }
    }

    /**
     * Who is believed.
     *
     * @param copies that are to confirm what it says
     * @param least that must
     * @param still looks again, where not all of them do: whether it is still believed
     */
    private record Believed(Endpoint primary, int copies, int least, BooleanSupplier still) {}

    /** By what there is, not by what is wanted: so it is found at every stage of a change of mode. */
    private Believed believed(List<ObservedService> services) {
        var live =
                services.stream().filter(s -> !Data.retired(s.name(), observed)).toList();
        if (live.size() == 1 && crew.sentinels().isEmpty()) {
            return new Believed(only(live.getFirst()), 0, 0, () -> true);
        }
        return desired.kept()
                .map(Kept::name)
                .flatMap(this::ofSeveral)
                .orElseThrow(() -> new NotNow(
                        "of %s nobody is known to lead: none does by its own data, or most sentinels do not agree on it"
                                .formatted(
                                        live.stream().map(ObservedService::name).collect(Collectors.joining(", "))),
                        null));
    }

    private Optional<Believed> ofSeveral(String group) {
        var seen = look(group);
        return Standing.byItself(seen)
                .map(p -> new Believed(p, seen.following(p).size(), 0, () -> Standing.byItself(look(group))
                        .equals(Optional.of(p))))
                .or(() -> crew.watched(group).flatMap(watched -> Standing.primary(watched, seen)
                        .map(p -> new Believed(
                                p, crew.members().size() - 1, 1, () -> Standing.undisputed(watched, look(group), p)))));
    }

    private Endpoint only(ObservedService service) {
        return Reach.endpoint(service, Group.network(desired.name()), observed)
                .orElseThrow(() -> new NotNow(service.name() + " does not run", null));
    }

    private ObservedGroup look(String group) {
        return new GroupLook(redises, desired, observed).look(group, crew);
    }
}
