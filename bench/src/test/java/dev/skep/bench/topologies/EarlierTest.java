package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.load.Measured;
import dev.skep.bench.run.BenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured again after a run that was cut, and what is not. */
class EarlierTest {
    private static final Effort FULL = Effort.full();
    private static final Setup SCALED = Setup.pinned(1);
    private static final Setup WHOLE = Setup.topologies().getFirst();

    @TempDir
    private Path folder;

    @Test
    void aVisitThatIsWholeIsKept() {
        var earlier = new Earlier(List.of(begun(), load(SCALED, 1, 64)));

        assertTrue(earlier.has(FULL, SCALED, 1));
        assertFalse(earlier.has(FULL, SCALED, 2));
        assertEquals(earlier.entries(), earlier.whole(FULL));
    }

    @Test
    void aVisitThatWasCutIsMadeAnew() {
        var earlier = new Earlier(List.of(begun(), load(WHOLE, 1, 1), load(WHOLE, 1, 8)));

        assertFalse(earlier.has(FULL, WHOLE, 1));
        assertEquals(List.of(begun()), earlier.whole(FULL));
    }

    @Test
    void soIsTheLastVisitWithoutItsCloseLook() {
        var entries = new ArrayList<Entry>(List.of(begun()));
        for (int connections : FULL.connections()) {
            entries.add(load(WHOLE, FULL.visits(), connections));
        }
        assertFalse(new Earlier(entries).has(FULL, WHOLE, FULL.visits()));

        entries.add(new Entry.Captured(WHOLE.name(), 20, 1000, List.of(), List.of()));
        assertFalse(new Earlier(entries).has(FULL, WHOLE, FULL.visits()), "no second was looked at");

        var usage = new Usage(1, 2, 1.5, 0, List.of());
        for (int second = 0; second < FULL.idle().toSeconds() * 2 + FULL.load().toSeconds(); second++) {
            entries.add(new Entry.Second(WHOLE.name(), Entry.Phase.IDLE, second, usage));
        }
        assertTrue(new Earlier(entries).has(FULL, WHOLE, FULL.visits()));
    }

    @Test
    void whatIsLeftTakesLess() {
        var earlier = new Earlier(List.of(begun(), load(SCALED, 1, 64)));

        assertEquals(
                FULL.settle(SCALED).plus(FULL.warmUp()).plus(FULL.load()),
                FULL.expected(Earlier.none()).minus(FULL.expected(earlier)));
    }

    @Test
    void whatWasKeptIsInTheFileBeforeAnythingIsMeasured() throws Exception {
        var file = folder.resolve("results.jsonl");
        try (var journal = Journal.after(List.of(), file)) {
            journal.write(begun());
            journal.write(load(SCALED, 1, 64));
        }
        var earlier = Earlier.of(file, FULL);
        try (var journal = Journal.after(earlier.whole(FULL), file)) {
            assertEquals(earlier.entries(), Journal.read(file));
            journal.write(new Entry.Ended("2026-01-01T00:03:00Z", "complete"));
        }
        assertEquals(3, Journal.read(file).size());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aRunOfAnotherKindIsNotContinued() throws Exception {
        var file = folder.resolve("results.jsonl");
        try (var journal = Journal.after(List.of(), file)) {
            journal.write(begun());
        }
        var refused = assertThrows(BenchException.class, () -> Earlier.of(file, Effort.quick()));
        assertTrue(refused.getMessage().contains("is of a run that was full"), refused::getMessage);
        var missing = assertThrows(BenchException.class, () -> Earlier.of(folder.resolve("none"), FULL));
        assertTrue(missing.getMessage().contains("there is no run to continue"), missing::getMessage);
    }

    @Test
    void aRunOnAnotherMachineIsNotContinued() {
        var earlier = new Earlier(List.of(begun()));
        var other = new Entry.Begun(
                "2026-01-02T00:00:00Z",
                "full",
                FULL.visits(),
                FULL.repeats(),
                FULL.reference(),
                2,
                0.05,
                Map.of("kernel", "another"));

        earlier.requireSame(begun());
        assertThrows(BenchException.class, () -> earlier.requireSame(other));
    }

    private static Entry.Begun begun() {
        return new Entry.Begun(
                "2026-01-01T00:00:00Z", "full", FULL.visits(), FULL.repeats(), FULL.reference(), 2, 0.05, Map.of());
    }

    private static Entry.Loaded load(Setup setup, int visit, int connections) {
        var errors = new Measured.Errors(0, 0, 0, 0, 0);
        return new Entry.Loaded(
                setup.name(),
                visit,
                connections,
                "wrk",
                new Entry.Answers(6, 6000, 1000, 1, 1000, 1000, 2000, 3000, 4000, 5000, errors),
                new RedisCalls(600, 6000),
                new Usage(6, 2, 1.5, 0, List.of()));
    }
}
