package dev.skep.observed;

import dev.skep.observed.Generation.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a manifest asked for, generation by generation.
 *
 * @param generations the newest first
 */
public record History(List<Generation> generations) {
    /** The component of its entries. */
    public static final String COMPONENT = "history";

    /** So many generations are kept, and the one to go back to. */
    public static final int KEPT = 10;

    public History {
        generations = List.copyOf(generations);
    }

    /** What the swarm holds of a manifest's history. */
    public static History of(String manifest, Observed observed) {
        return new History(observed.configsOf(manifest).stream()
                .filter(History::holds)
                .map(Generation::of)
                .sorted(Comparator.comparingLong((Generation g) -> g.number()).reversed())
                .toList());
    }

    /** Whether a config is an entry of a history. */
    public static boolean holds(ObservedResource config) {
        return COMPONENT.equals(config.labels().get(Labels.COMPONENT));
    }

    public Optional<Generation> newest() {
        return generations.stream().findFirst();
    }

    /** The one of which most is there: the newest, unless it was taken back. */
    public Optional<Generation> running() {
        return newest().flatMap(g ->
                g.outcome() == Outcome.ROLLED_BACK ? lastGoodBefore(g).or(() -> Optional.of(g)) : Optional.of(g));
    }

    /** The generation of that number, if it is still kept. */
    public Optional<Generation> number(long number) {
        return generations.stream().filter(g -> g.number() == number).findFirst();
    }

    /** The last before this one of which all ran: what it goes back to. */
    public Optional<Generation> lastGoodBefore(Generation generation) {
        return before(generation).filter(g -> g.outcome() == Outcome.ROLLED_OUT).findFirst();
    }

    /** Those before that one, the newest first. */
    public Stream<Generation> before(Generation generation) {
        return generations.stream().filter(g -> g.number() < generation.number());
    }

    /** A number that was never used: not by what is kept, nor by a service whose entry is gone. */
    public long next(List<ObservedService> services) {
        var used = LongStream.concat(
                generations.stream().mapToLong(Generation::number),
                services.stream().mapToLong(ObservedService::generation));
        return used.max().orElse(0) + 1;
    }
}
