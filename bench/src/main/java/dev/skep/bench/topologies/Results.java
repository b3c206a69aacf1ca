package dev.skep.bench.topologies;

import dev.skep.bench.load.Rounds;
import dev.skep.bench.model.Usl;
import dev.skep.bench.run.BenchException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Asks the raw results questions; whatever was measured several times is answered by its median. */
record Results(List<Entry> entries) {
    /** As many as the law has unknowns. */
    static final int FEW = 3;

    Results {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || !(entries.getFirst() instanceof Entry.Begun)) {
            throw new BenchException(
                    "these are no results of skep bench topologies: the first line tells no beginning");
        }
    }

    Entry.Begun begun() {
        return (Entry.Begun) entries.getFirst();
    }

    /** One, and one more for each time that it was continued. */
    List<Entry.Begun> begins() {
        return all(Entry.Begun.class);
    }

    /** Complete, or interrupted; without a word of its end it was cut off. */
    String how() {
        return entries.getLast() instanceof Entry.Ended ended ? ended.how() : "cut off";
    }

    <T extends Entry> List<T> all(Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The set-ups that were measured, in the order of the benchmark. */
    List<Setup> setups() {
        var names = all(Entry.Loaded.class).stream()
                .map(Entry.Loaded::setup)
                .distinct()
                .toList();
        return Setup.all().stream().filter(s -> names.contains(s.name())).toList();
    }

    List<Setup> topologies() {
        return setups().stream().filter(s -> !s.isScale()).toList();
    }

    /** Those of a family, by their number of instances. */
    List<Setup> family(String family) {
        return setups().stream().filter(s -> s.family().equals(family)).toList();
    }

    boolean has(String setup) {
        return setups().stream().anyMatch(s -> s.name().equals(setup));
    }

    /** Of the topologies. */
    List<Integer> connections() {
        var names = topologies().stream().map(Setup::name).toList();
        return all(Entry.Loaded.class).stream()
                .filter(load -> names.contains(load.setup()))
                .map(Entry.Loaded::connections)
                .distinct()
                .sorted()
                .toList();
    }

    boolean has(String setup, int connections) {
        return !loads(setup, connections).isEmpty();
    }

    List<Entry.Loaded> loads(String setup, int connections) {
        return all(Entry.Loaded.class).stream()
                .filter(l -> l.setup().equals(setup) && l.connections() == connections)
                .toList();
    }

    /** The median over all rounds. */
    double median(String setup, int connections, ToDoubleFunction<Entry.Loaded> figure) {
        return Rounds.median(
                loads(setup, connections).stream().map(figure::applyAsDouble).toList());
    }

    double perSecond(String setup, int connections) {
        return median(setup, connections, load -> load.answers().perSecond());
    }

    /** At the number of connections at which all are compared. */
    double perSecond(String setup) {
        return at(setup, load -> load.answers().perSecond());
    }

    /** At the number of connections at which all are compared; a set-up of which only another was measured, at that. */
    double at(String setup, ToDoubleFunction<Entry.Loaded> figure) {
        if (has(setup, begun().reference())) {
            return median(setup, begun().reference(), figure);
        }
        return Rounds.median(all(Entry.Loaded.class).stream()
                .filter(load -> load.setup().equals(setup))
                .map(figure::applyAsDouble)
                .toList());
    }

    /** Increments that went to Redis in one call. */
    double batch(String setup) {
        return at(
                setup,
                load -> (double) load.answers().requests()
                        / Math.max(1, load.redis().writes()));
    }

    /** Of one second of idleness, or of load. */
    Optional<Double> watched(String setup, Entry.Phase phase, ToDoubleFunction<Usage> figure) {
        var seen = all(Entry.Second.class).stream()
                .filter(s -> s.setup().equals(setup) && s.phase() == phase)
                .map(s -> figure.applyAsDouble(s.usage()))
                .toList();
        return seen.isEmpty() ? Optional.empty() : Optional.of(Rounds.median(seen));
    }

    Optional<Entry.Captured> capture(String setup) {
        return all(Entry.Captured.class).stream()
                .filter(c -> c.setup().equals(setup))
                .findFirst();
    }

    List<Usl.Point> points(String family) {
        return family(family).stream()
                .map(s -> new Usl.Point(s.replicas(), perSecond(s.name())))
                .toList();
    }

    /** The law of instances that are held to little, where enough numbers of them were measured. */
    Optional<Usl> law() {
        return law(points(Setup.THIN));
    }

    /** The law of the smaller half of these alone, to be held against the others. */
    Optional<Usl> lawOfFew() {
        return law(points(Setup.THIN).stream().limit(FEW).toList());
    }

    private static Optional<Usl> law(List<Usl.Point> points) {
        return points.size() < FEW ? Optional.empty() : Optional.of(Usl.fit(points));
    }

    /** What all of a part work for one request, in microseconds of one core. */
    double micros(String setup, Part part) {
        return at(setup, l -> l.usage().cores(part) / Math.max(1, l.answers().perSecond()) * 1e6);
    }
}
