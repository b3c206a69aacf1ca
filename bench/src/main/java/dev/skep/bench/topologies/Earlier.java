package dev.skep.bench.topologies;

import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a run before has measured, which is not measured again. */
record Earlier(List<Entry> entries) {
    Earlier {
        entries = List.copyOf(entries);
    }

    static Earlier none() {
        return new Earlier(List.of());
    }

    /** Of a run of the same kind: figures of another would be no medians of the same. */
    static Earlier of(Path file, Effort effort) throws IOException {
        if (!Files.exists(file)) {
            throw new BenchException("there is no run to continue: no " + file);
        }
        var entries = Journal.read(file);
        var begun = new Results(entries).begun();
        if (!begun.effort().equals(effort.name())
                || begun.visits() != effort.visits()
                || begun.repeats() != effort.repeats()
                || begun.reference() != effort.reference()) {
            throw new BenchException(
                    "%s is of a run that was %s, with %d visits of %d rounds, compared at %d connections: it cannot be continued by one that is %s, with %d of %d at %d"
                            .formatted(
                                    file,
                                    begun.effort(),
                                    begun.visits(),
                                    begun.repeats(),
                                    begun.reference(),
                                    effort.name(),
                                    effort.visits(),
                                    effort.repeats(),
                                    effort.reference()));
        }
        return new Earlier(entries);
    }

    /** Whether all of a visit was measured. */
    boolean has(Effort effort, Setup setup, int visit) {
        long loads = entries.stream()
                .filter(e ->
                        e instanceof Entry.Loaded load && load.setup().equals(setup.name()) && load.visit() == visit)
                .count();
        return loads == (long) effort.connections(setup).size() * effort.repeats()
                && (!effort.looksCloselyAt(setup, visit) || wasLookedAt(effort, setup));
    }

    private boolean wasLookedAt(Effort effort, Setup setup) {
        long seconds = entries.stream()
                .filter(e -> e instanceof Entry.Second second && second.setup().equals(setup.name()))
                .count();
        boolean captured = entries.stream()
                .anyMatch(e ->
                        e instanceof Entry.Captured capture && capture.setup().equals(setup.name()));
        return seconds == effort.idle().toSeconds() * 2 + effort.load().toSeconds()
                && (captured || effort.capture().isZero());
    }

    /** Figures of another machine would be no medians of the same. */
    void requireSame(Entry.Begun now) {
        for (var before : entries) {
            if (before instanceof Entry.Begun begun
                    && (begun.cores() != now.cores() || !begun.machine().equals(now.machine()))) {
                throw new BenchException(
                        "the run before was on %s, and this would be on %s: begin anew, without --continue"
                                .formatted(begun.machine(), now.machine()));
            }
        }
    }

    /** Without what a visit left that was cut: it is made anew. */
    List<Entry> whole(Effort effort) {
        return entries.stream()
                .filter(e -> switch (e) {
                    case Entry.Begun _, Entry.Ended _ -> true;
                    case Entry.Loaded load -> wasWhole(effort, load.setup(), load.visit());
                    case Entry.Second second -> wasWhole(effort, second.setup(), effort.visits());
                    case Entry.Captured captured -> wasWhole(effort, captured.setup(), effort.visits());
                })
                .toList();
    }

    private boolean wasWhole(Effort effort, String name, int visit) {
        return Setup.all().stream().anyMatch(s -> s.name().equals(name) && has(effort, s, visit));
    }
}
