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
                    "%s is of a run that was %s, with %d visits of %d rounds: it cannot be continued by one that is %s, with %d of %d"
                            .formatted(
                                    file,
                                    begun.effort(),
                                    begun.visits(),
                                    begun.repeats(),
                                    effort.name(),
                                    effort.visits(),
                                    effort.repeats()));
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
        return entries.stream()
                .anyMatch(e -> effort.capture().isZero()
                        ? e instanceof Entry.Second second && second.setup().equals(setup.name())
                        : e instanceof Entry.Captured captured
                                && captured.setup().equals(setup.name()));
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
