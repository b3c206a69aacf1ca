package dev.skep.incrementor.counter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The counter that this task counts in, and those of the other groups: together they are what scope=all speaks of. */
public final class Counters {
    private final String ownName;
    private final Counter own;
    private final Map<String, Counter> others;

    private record Part(String group, Counter counter, CompletableFuture<Outcome> answer) {}

    /**
     * The counters of all groups.
     *
     * @param others by the name of their group, as it is told to a client
     */
    public Counters(String ownName, Counter own, Map<String, Counter> others) {
        this.ownName = ownName;
        this.own = own;
        this.others = others;
    }

    /** The counter of this task. */
    public Counter own() {
        return own;
    }

    /** Asks all at once and adds what they answer; there is no sum unless each of them did. */
    public CompletableFuture<Outcome> askAll(Operation operation) {
        if (others.isEmpty()) {
            return own.ask(operation);
        }
        var parts = new ArrayList<Part>();
        parts.add(new Part(ownName, own, own.ask(operation)));
        others.forEach((group, counter) -> parts.add(new Part(group, counter, counter.ask(operation))));
        return CompletableFuture.allOf(parts.stream().map(Part::answer).toArray(CompletableFuture[]::new))
                .thenApply(done -> sum(parts));
    }

    private static Outcome sum(Collection<Part> parts) {
        var sum = BigInteger.ZERO;
        var missing = new ArrayList<String>();
        for (var part : parts) {
            switch (part.answer().join()) {
                case Outcome.Value(var number) -> sum = sum.add(BigInteger.valueOf(number));
                case Outcome.Refused(var why) -> missing.add(why);
                case Outcome.Incomplete(var why) -> missing.add(why);
                case Outcome.Full() -> missing.add("too many requests wait for " + part.group());
                case Outcome.Late() -> missing.add(part.group() + " did not answer in time" + why(part.counter()));
            }
        }
        if (!missing.isEmpty()) {
            return new Outcome.Incomplete(missing.stream().sorted().collect(Collectors.joining("; ")));
        }
        return sum.bitLength() < Long.SIZE
                ? new Outcome.Value(sum.longValueExact())
                : new Outcome.Refused("The sum of all groups is too large to be told");
    }

    private static String why(Counter counter) {
        return counter.linkState().whyDown().map(why -> " (" + why + ")").orElse("");
    }
}
