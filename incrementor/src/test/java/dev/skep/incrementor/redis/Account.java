package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What clients were answered, against what Redis has in the end. Its stream of writes is one order of all that happened; each
 * answer must have a place of its own in it, between the question and the answer: so no number is given twice, nothing
 * answered is missing, and what nobody was answered is in doubt, once at most.
 */
final class Account {
    /** A question and how it ended. */
    record Asked(Operation operation, long from, long to, Outcome outcome) {
        Optional<Long> number() {
            return outcome instanceof Outcome.Value(var number) ? Optional.of(number) : Optional.empty();
        }

        boolean spans(long moment) {
            return from <= moment && moment <= to;
        }
    }

    /** One increment or reset that Redis has, and the value after it. */
    private record Place(Operation operation, long at, long value) {}

    private final List<Place> places = new ArrayList<>();
    private final TreeMap<Long, List<Long>> valuesAt = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Account(List<SimulatedRedis.Write> stream) {
        valuesAt.computeIfAbsent(0L, absent -> new ArrayList<>()).add(0L);
        var value = 0L;
        var restored = new HashSet<String>();
        var closed = false;
        for (var write : stream) {
            var run = Optional.ofNullable(write.keys().get(Told.RUN));
            closed = run.map(written -> Told.closed(written.text())).orElse(closed);
            restoredBy(write).filter(id -> !restored.add(id)).ifPresent(id -> problems.add("restored twice: " + id));
            if (write.keys().containsKey(SimulatedRedis.COUNTER)) {
                var next =
                        Long.parseLong(write.keys().get(SimulatedRedis.COUNTER).text());
                if (restoredBy(write).isEmpty()) {
                    if (closed) {
                        problems.add("counted where nobody counts any more: " + write);
                    }
                    addPlaces(write.at(), value, next);
                }
                valuesAt.computeIfAbsent(write.at(), absent -> new ArrayList<>())
                        .add(next);
                value = next;
            }
        }
    }

    /** A restore counts nothing: it is another number from then on. One that is repeated does not touch the counter. */
    private static Optional<String> restoredBy(SimulatedRedis.Write write) {
        return write.keys().keySet().stream()
                .filter(key -> key.startsWith(SimulatedOperator.RESTORE))
                .filter(key -> write.keys().containsKey(SimulatedRedis.COUNTER))
                .findFirst();
    }

    private void addPlaces(long at, long before, long after) {
        if (after == 0) {
            places.add(new Place(Operation.RESET, at, 0));
        }
        for (var number = before + 1; number <= after; number++) {
            places.add(new Place(Operation.INCREMENT, at, number));
        }
    }

    /** What does not balance; empty if all does. */
    static List<String> problems(List<Asked> asked, List<SimulatedRedis.Write> stream) {
        var account = new Account(stream);
        account.settle(Operation.INCREMENT, asked);
        account.settle(Operation.RESET, asked);
        asked.stream().filter(ask -> ask.operation() == Operation.READ).forEach(account::settleRead);
        asked.stream()
                .filter(ask -> ask.outcome() instanceof Outcome.Refused)
                .forEach(ask -> account.problems.add("refused: " + ask));
        return account.problems;
    }

    /**
     * Each answer has a place, and each place was asked for. If both can be had they can be had at once (Mendelsohn and
     * Dulmage). Several resets that were one batch share a place.
     */
    private void settle(Operation operation, List<Asked> all) {
        var asked = all.stream().filter(ask -> ask.operation() == operation).toList();
        var answered = asked.stream().filter(ask -> ask.number().isPresent()).toList();
        var here =
                places.stream().filter(place -> place.operation() == operation).toList();
        var homeless =
                switch (operation) {
                    case INCREMENT -> Matching.unmatched(answered, here, Account::fits);
                    case RESET, READ ->
                        answered.stream()
                                .filter(ask -> here.stream().noneMatch(place -> fits(ask, place)))
                                .toList();
                };
        homeless.forEach(ask -> problems.add("lost, or given twice: " + ask));
        Matching.unmatched(here, asked, (place, ask) -> fits(ask, place))
                .forEach(place -> problems.add("counted twice: " + place));
    }

    private static boolean fits(Asked ask, Place place) {
        return switch (ask.outcome()) {
            case Outcome.Value(var number) -> number == place.value() && ask.spans(place.at());
            case Outcome.Late() -> ask.from() <= place.at();
            case Outcome.Full full -> false;
            case Outcome.Incomplete incomplete -> false;
            case Outcome.Refused refused -> false;
        };
    }

    /** There was a moment between question and answer at which this was the number. */
    private void settleRead(Asked ask) {
        if (ask.number().isEmpty()) {
            return;
        }
        var number = ask.number().orElseThrow();
        var first = valuesAt.floorKey(ask.from());
        var held = valuesAt.subMap(first, true, ask.to(), true);
        if (held.values().stream().noneMatch(values -> values.contains(number))) {
            problems.add("not the number at any moment: " + ask);
        }
    }
}
