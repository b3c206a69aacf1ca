package dev.skep.bench.topologies;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What all that runs had used at one instant.
 *
 * @param nanos of the clock that only goes on
 * @param used by name, such as bench-10x1-app.3
 */
record Snapshot(long nanos, Proc.Processor processor, Map<Key, Counters> used) {
    private static final Predicate<String> ENGINE =
            Pattern.compile("dockerd|containerd.*|docker-proxy").asMatchPredicate();

    /** Whose counters they are. */
    record Key(Part part, String name) {}

    static Snapshot take(Proc proc, List<Container> containers, Optional<Long> wrk) throws IOException {
        var used = new LinkedHashMap<Key, Counters>();
        for (var container : containers) {
            used.put(new Key(container.part(), container.name()), container.counters(proc));
        }
        used.put(new Key(Part.ENGINE, "engine"), proc.of(proc.named(ENGINE)));
        if (wrk.isPresent()) {
            used.put(new Key(Part.WRK, "wrk"), proc.of(List.of(wrk.get())));
        }
        return new Snapshot(System.nanoTime(), proc.processor(), used);
    }

    /** What was used since then, by those that were there; what is left of the busy time is the others'. */
    Usage since(Snapshot before) {
        var between = Duration.ofNanos(nanos - before.nanos);
        var shares = new LinkedHashMap<Key, Counters>();
        used.forEach((key, now) -> shares.put(key, now.since(before.used.getOrDefault(key, Counters.NONE))));
        var processor = this.processor.since(before.processor);
        var known = shares.values().stream().map(Counters::cpu).reduce(Duration.ZERO, Duration::plus);
        var rest = processor.busy().minus(known);
        shares.put(new Key(Part.OTHER, "other"), new Counters(rest.isNegative() ? Duration.ZERO : rest, 0, 0, 0, 0));
        return Usage.of(between, processor, shares);
    }
}
