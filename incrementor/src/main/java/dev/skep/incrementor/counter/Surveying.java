package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out whom a sum consists of, and what each of them counted: asks the own group, then whoever is listed by those that
 * were asked, until nobody is missing and all speak of the same runs (docs/decisions/0028).
 */
final class Surveying {
    /** A group that is being admitted is listed in less than a second. */
    private static final Duration AGAIN = Duration.ofMillis(20);

    /** One that does not answer for so long may have gone: then the lists tell it. */
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final String own;
    private final Scope scope;
    private final Function<String, Counter> counters;
    private final Timing timing;
    private final long deadline;
    private final Map<String, Reading> readings = new HashMap<>();

    /** What came of it. */
    sealed interface End {
        /** What each group counted whose count is in no other's. */
        record Whole(Map<String, OptionalLong> counts) implements End {
            Outcome sum() {
                return counts.entrySet().stream()
                        .filter(group -> group.getValue().isEmpty())
                        .findFirst()
                        .<Outcome>map(group -> new Outcome.Refused(group.getKey() + ": " + Reading.NO_NUMBER))
                        .orElseGet(() -> Counters.sum(counts.values().stream()
                                .map(OptionalLong::getAsLong)
                                .toList()));
            }
        }

        /** Somebody is missing. */
        record Incomplete(String why) implements End {}
    }

    /**
     * Asks nobody yet.
     *
     * @param own the name of the own group
     * @param counters the ways to all groups
     */
    Surveying(String own, Scope scope, Function<String, Counter> counters, Timing timing, Duration patience) {
        this.own = own;
        this.scope = scope;
        this.counters = counters;
        this.timing = timing;
        this.deadline = timing.nanoTime() + patience.toNanos();
    }

    CompletableFuture<End> begin() {
        return ask(needed());
    }

    /** All of these at once. */
    private CompletableFuture<End> ask(Set<String> groups) {
        var asked = new TreeMap<String, CompletableFuture<Survey.End>>();
        var patience = left().compareTo(ROUND) < 0 ? left() : ROUND;
        groups.forEach(group -> asked.put(group, counters.apply(group).survey(patience)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenCompose(_ -> heard(asked));
    }

    private CompletableFuture<End> heard(Map<String, CompletableFuture<Survey.End>> asked) {
        var missing = new TreeMap<String, Outcome>();
        asked.forEach((group, end) -> {
            switch (end.join()) {
                case Survey.End.Told(var reading) -> readings.put(group, reading);
                case Survey.End.Silent(var why) -> missing.put(group, why);
            }
        });
        if (!missing.isEmpty()) {
            return without(missing);
        }
        var doubtful = doubtful();
        readings.keySet().removeAll(doubtful);
        var next = needed();
        next.removeAll(readings.keySet());
        if (next.isEmpty()) {
            return CompletableFuture.completedFuture(new End.Whole(counts()));
        }
        return doubtful.isEmpty() ? ask(next) : later(next);
    }

    private CompletableFuture<End> without(Map<String, Outcome> missing) {
        if (missing.values().stream().allMatch(Outcome.Late.class::isInstance) && left().compareTo(AGAIN) > 0) {
            readings.clear();
            return ask(needed());
        }
        return incomplete(missing.entrySet().stream()
                .map(m -> Counters.why(m.getKey(), counters.apply(m.getKey()), m.getValue()))
                .sorted()
                .collect(Collectors.joining("; ")));
    }

    private CompletableFuture<End> later(Set<String> next) {
        if (left().compareTo(AGAIN) < 0) {
            return incomplete("it is not known in time whose counts are to be added up, as these tell it: "
                    + String.join(", ", next));
        }
        return timing.within(AGAIN, new CompletableFuture<>()).thenCompose(_ -> ask(next));
    }

    private static CompletableFuture<End> incomplete(String why) {
        return CompletableFuture.completedFuture(new End.Incomplete(why));
    }

    /** How much of its time is left. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - timing.nanoTime()));
    }

    /** Also whom only one of them lists: a list that grows is true as soon as one group has it. */
    private Set<String> needed() {
        var groups = new TreeSet<>(List.of(own));
        if (scope instanceof Scope.Given(var given)) {
            groups.addAll(given);
        }
        readings.values().forEach(reading -> groups.addAll(reading.listed().keySet()));
        return groups;
    }

    /** One of the two was asked before the other changed: neither counts. */
    private Set<String> doubtful() {
        var doubtful = new TreeSet<String>();
        if (scope instanceof Scope.Listed && readings.get(own).listed().isEmpty()) {
            doubtful.add(own);
        }
        readings.forEach((lister, reading) -> reading.listed().forEach((group, birth) -> {
            var listed = readings.get(group);
            if (listed != null && !listed.birth().filter(birth::equals).isPresent()) {
                doubtful.addAll(List.of(lister, group));
            }
        }));
        return doubtful;
    }

    /** What one took of another is in its count from then on, and the other's is as it was. */
    private Map<String, OptionalLong> counts() {
        var taken = readings.values().stream()
                .flatMap(reading -> reading.took().stream())
                .collect(Collectors.toSet());
        return readings.entrySet().stream()
                .filter(group ->
                        group.getValue().birth().filter(taken::contains).isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, group -> group.getValue().count(), (one, _) -> one, TreeMap::new));
    }
}
