package dev.skep.incrementor.counter;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The counter that this task counts in, and those of the other groups: together they are what scope=all speaks of. */
public final class Counters {
    private final String ownName;
    private final Counter own;
    private final Scope scope;
    private final Guests others;

    /**
     * The counters of all groups.
     *
     * @param ownName the own group's, as others list it, and as it is told to a client
     * @param others the ways to them
     */
    public Counters(String ownName, Counter own, Scope scope, Guests others) {
        this.ownName = ownName;
        this.own = own;
        this.scope = scope;
        this.others = others;
    }

    /** The counter of this task. */
    public Counter own() {
        return own;
    }

    /** Reads or resets all; there is no sum unless each of them answers. */
    public CompletableFuture<Outcome> askAll(Operation operation) {
        var surveying = new Surveying(ownName, scope, this::of, own.timing(), own.requestTimeout());
        return surveying.begin().thenCompose(end -> switch (end) {
            case Surveying.End.Incomplete(var why) -> CompletableFuture.completedFuture(new Outcome.Incomplete(why));
            case Surveying.End.Whole whole ->
                switch (operation) {
                    case READ -> CompletableFuture.completedFuture(whole.sum());
                    case RESET, INCREMENT -> askEach(whole.counts().keySet(), operation, surveying.left());
                };
        });
    }

    private Counter of(String group) {
        return group.equals(ownName) ? own : others.of(group);
    }

    private CompletableFuture<Outcome> askEach(Set<String> counting, Operation operation, Duration patience) {
        var asked = new TreeMap<String, CompletableFuture<Outcome>>();
        counting.forEach(group -> asked.put(group, of(group).ask(operation, patience)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenApply(_ -> together(asked));
    }

    private Outcome together(Map<String, CompletableFuture<Outcome>> asked) {
        var numbers = new ArrayList<Long>();
        var missing = new TreeMap<String, String>();
        asked.forEach((group, answer) -> {
            switch (answer.join()) {
                case Outcome.Value(var number) -> numbers.add(number);
                case Outcome other -> missing.put(group, why(group, of(group), other));
            }
        });
        return missing.isEmpty()
                ? sum(numbers)
                : new Outcome.Incomplete(missing.values().stream().sorted().collect(Collectors.joining("; ")));
    }

    /** Of several counts. */
    static Outcome sum(Collection<Long> counts) {
        var sum = counts.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        return sum.bitLength() < Long.SIZE
                ? new Outcome.Value(sum.longValueExact())
                : new Outcome.Refused("The sum of all groups is too large to be told");
    }

    /** Why a group is missing. */
    static String why(String group, Counter counter, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(var why) -> why;
            case Outcome.Incomplete(var why) -> why;
            case Outcome.Full() -> "too many requests wait for " + group;
            case Outcome.Late() ->
                group + " did not answer in time"
                        + counter.linkState()
                                .whyDown()
                                .map(why -> " (" + why + ")")
                                .orElse("");
            case Outcome.Value(var number) -> group + " says " + number;
        };
    }
}
