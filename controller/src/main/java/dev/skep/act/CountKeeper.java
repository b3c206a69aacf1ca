package dev.skep.act;

import dev.skep.backup.Counters;
import dev.skep.backup.Holding;
import dev.skep.backup.Standing;
import dev.skep.desired.Desired;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedService;
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

/**
 * Reads and replaces all that a manifest counted, each counter in one step on its primary. Where there are copies, nothing is
 * believed, nor taken for done, that only a primary knows which the others may have left behind.
 */
final class CountKeeper {
    private final Redises redises;
    private final Desired desired;
    private final Observed observed;
    private final Map<String, List<ObservedService>> groups;

    CountKeeper(Redises redises, Desired desired, Observed observed) {
        this.redises = redises;
        this.desired = desired;
        this.observed = observed;
        this.groups = Counters.of(desired.name(), observed).byGroup();
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
                var primary = watched(services).map(this::standing).orElseGet(() -> only(services));
                return redises.restored(primary, id);
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
        return each((group, services) -> confirmed(services, redises::holding));
    }

    /**
     * Makes each hold that, once for each id; answers the counts before.
     *
     * @throws NotNow if one may not have it; others may have
     */
    Map<String, Long> restore(String id, Map<String, Holding> holdings) {
        return each((group, services) ->
                confirmed(services, (primary, copies) -> redises.restore(primary, id, holdings.get(group), copies)));
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

    private <T> T confirmed(List<ObservedService> services, Doing<T> doing) {
        try {
            return watched(services).map(w -> ofWatched(w, doing)).orElseGet(() -> doing.with(only(services), 0)
                    .value());
        } catch (RedisException e) {
            throw new NotNow(e.getMessage(), e);
        }
    }

    /** One that several hold copies of is watched by sentinels, as long as the manifest wants it to be. */
    private Optional<Watched> watched(List<ObservedService> services) {
        var names = services.stream().map(ObservedService::name).toList();
        var watched = desired.watched().filter(w -> w.members().stream().anyMatch(names::contains));
        if (watched.isEmpty() && services.size() > 1) {
            throw new NotNow(
                    String.join(", ", names)
                            + " hold copies of one count, and the manifest asks for one Redis: ask again"
                            + " once `skep status` says Ready",
                    null);
        }
        return watched;
    }

    private Endpoint only(List<ObservedService> services) {
        var service = services.getFirst();
        return Reach.endpoint(service, Group.network(desired.name()), observed)
                .orElseThrow(() -> new NotNow(service.name() + " does not run", null));
    }

    /** The order of questions decides: who stands by it after the copies have confirmed was not replacing it before. */
    private <T> T ofWatched(Watched watched, Doing<T> doing) {
        var primary = standing(watched);
        var copies = watched.members().size() - 1;
        var answer = doing.with(primary, copies);
        if (answer.copies() < copies
                && (answer.copies() == 0 || !Standing.undisputed(watched, look(watched), primary))) {
            throw new NotNow(
                    "only %d of %d copies confirm what %s says, and the sentinels may be replacing it"
                            .formatted(answer.copies(), copies, primary.service()),
                    null);
        }
        return answer.value();
    }

    private Endpoint standing(Watched watched) {
        return Standing.primary(watched, look(watched))
                .orElseThrow(() -> new NotNow(
                        "most sentinels of %s do not agree on a primary that answers".formatted(watched.name()), null));
    }

    private ObservedGroup look(Watched watched) {
        return new GroupLook(redises, desired, observed).look(watched.name(), Crew.of(desired, observed));
    }
}
