package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.load.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report says what the results say. The results here are made up, and round, so that the sentences can be checked. */
class ReportTest {
    @TempDir
    private Path folder;

    @Test
    void tenInstancesAreComparedWithOne() throws Exception {
        var page = page(results(load("1x1", 64, 20_000), load("10x1", 64, 18_000)));

        assertTrue(
                page.contains("No. Ten instances did 18,000 requests/s, one did 20,000, with 64 connections: 0.90"),
                page);
        assertTrue(
                page.contains("Ne. Jedna instanca dala je 20.000 zahtjeva u sekundi, deset instanci 18.000: 0,90"),
                page);
    }

    @Test
    void whyIsSaidByWhatWasBusy() throws Exception {
        // Of two cores 1.5 are busy in all that is made up here, and each write carries ten requests.
        var page = page(results(load("1x1", 64, 20_000), load("10x1", 64, 18_000)));

        assertTrue(page.contains("So one instance left processors idle, which more of them can use."), page);
        assertTrue(page.contains("One Redis write carried 10.0 requests with one instance, 10.0 with ten."), page);
    }

    @Test
    void theMedianOfTheRoundsIsTold() throws Exception {
        var page = page(results(load("1x1", 64, 100), load("1x1", 64, 300), load("1x1", 64, 200)));

        assertTrue(page.contains("| 1x1 | 200 |"), page);
    }

    @Test
    void whatWasNotMeasuredIsNotSpokenOf() throws Exception {
        var page = page(results(load("1x1", 64, 20_000)));

        assertFalse(page.contains("Sentinel, where"), page);
        assertFalse(page.contains("Against the ancestor"), page);
        assertTrue(page.contains("no law was fitted"), page);
    }

    @Test
    void aQuickRunSaysSoOfItself() throws Exception {
        assertTrue(page(results(load("1x1", 64, 20_000))).contains("a run that was quick, complete"));
    }

    @Test
    void theLawIsShownWithItsResiduals() throws Exception {
        var page = page(results(load("thin-1", 64, 1000), load("thin-2", 128, 2000), load("thin-4", 256, 4000)));

        assertTrue(page.contains("| 4 | 4,000 | 4,000 | 0 % |"), page);
        assertTrue(page.contains("| 100 | 100,000 | 100 % |"), page);
        assertTrue(page.contains("No further numbers of instances were measured"), page);
        assertTrue(Files.exists(folder.resolve("benchmark/scaling.svg")));
        assertTrue(Files.exists(folder.resolve("benchmark/efficiency.svg")));
    }

    @Test
    void whatDoesNotScaleIsSaidNotTo() throws Exception {
        var page =
                page(results(load("pinned-1", 64, 8_000), load("pinned-2", 64, 9_000), load("pinned-10", 64, 4_000)));

        assertTrue(page.contains("**Where does it flip?** Nowhere in what was measured"), page);
        assertTrue(
                page.contains(
                        "Held to a quarter of a core each: 1 did 8,000 requests/s, 2 did 9,000 requests/s (1.13 times), 10 did 4,000 requests/s (0.50 times)."),
                page);
        assertTrue(page.contains("Of instances of a twentieth of a core each fewer than three numbers"), page);
    }

    @Test
    void whatScalesIsSaidTo() throws Exception {
        var page = page(results(load("thin-1", 64, 1000), load("thin-2", 128, 1900)));

        assertTrue(page.contains("Where an instance, and not the machine, is what is short"), page);
    }

    @Test
    void whatWasNotMeasuredIsNamedAndNotExplained() throws Exception {
        var page = page(results(load("1x1", 64, 20_000)));

        assertTrue(page.contains("- **1x1**: Skep's app"), page);
        assertFalse(page.contains("- **ancestor"), page);
        assertTrue(page.contains("**Not measured in this run:** ancestor-1x1, ancestor-10x1"), page);
    }

    @Test
    void theLawOfFewIsHeldAgainstTheOthers() throws Exception {
        var page = page(results(
                load("thin-1", 64, 1000),
                load("thin-2", 128, 2000),
                load("thin-4", 256, 4000),
                load("thin-10", 640, 8000)));

        assertTrue(
                page.contains(
                        "Fitted to 1, 2, 4 instances alone, it says 10,000 for 10, where 8,000 were measured (+25 %). It does not:"),
                page);
    }

    @Test
    void theLawIsHeldAgainstNodes() throws Exception {
        var page = page(results(
                load("thin-1", 64, 1000),
                load("thin-2", 128, 2000),
                load("thin-4", 256, 4000),
                load("nodes-1", 64, 5000),
                load("nodes-2", 128, 8000)));

        assertTrue(page.contains("| 2 | 8,000 | 10,000 | 25 % |"), page);
        assertTrue(page.contains("Does it foretell these? It does not"), page);
    }

    @Test
    void otherFiguresGiveOtherAdvice() throws Exception {
        var no = page(results(load("1x1", 64, 20_000), load("10x1", 64, 18_000), load("10x10", 64, 9_000)));
        assertTrue(no.contains("| one server, one count | one instance, one Redis"), no);
        assertTrue(no.contains("| a Redis that is full, and many counts will do |"), no);

        var yes = page(results(load("1x1", 64, 2_000), load("10x1", 64, 18_000), load("10x10", 64, 90_000)));
        assertTrue(
                yes.contains("| one server, one count | ten instances, one Redis | ten instances did 9.00 times"), yes);
        assertTrue(yes.contains("| many counts will do |"), yes);
    }

    @Test
    void aRunThatWasContinuedSaysWhen() throws Exception {
        var results = new ArrayList<>(results(load("1x1", 64, 20_000)));
        results.add(begun("2026-01-02T00:00:00Z"));
        results.add(new Entry.Ended("2026-01-02T00:03:00Z", "complete"));

        assertTrue(page(results)
                .contains("Measured at 2026-01-01T00:00:00Z, continued at 2026-01-02T00:00:00Z: 3 rounds"));
    }

    @Test
    void theSameResultsGiveTheSamePage() throws Exception {
        var results = results(load("1x1", 1, 20_000), load("1x1", 64, 30_000), load("10x1", 64, 18_000));

        assertEquals(page(results), page(results));
    }

    /** What is published is what the command writes of the published results: a figure changed by hand fails here. */
    @Test
    void thePublishedPageIsThatOfThePublishedResults() throws Exception {
        var docs = Path.of("..", "docs");
        var published = docs.resolve("benchmark/topologies.jsonl");
        assertEquals(Files.exists(docs.resolve("benchmark.md")), Files.exists(published));
        if (Files.exists(published)) {
            ReportCommand.write(published, folder);
            assertEquals(
                    Files.readString(docs.resolve("benchmark.md")), Files.readString(folder.resolve("benchmark.md")));
        }
    }

    private String page(List<Entry> results) throws IOException {
        var file = folder.resolve("results.jsonl");
        try (var journal = Journal.after(List.of(), file)) {
            for (var entry : results) {
                journal.write(entry);
            }
        }
        ReportCommand.write(file, folder);
        return Files.readString(folder.resolve("benchmark.md"));
    }

    private static List<Entry> results(Entry.Loaded... loads) {
        var entries = new ArrayList<Entry>();
        entries.add(begun("2026-01-01T00:00:00Z"));
        entries.addAll(List.of(loads));
        entries.add(new Entry.Ended("2026-01-01T00:03:00Z", "complete"));
        return entries;
    }

    private static Entry.Begun begun(String at) {
        return new Entry.Begun(at, "quick", 1, 3, 64, 2, 0.05, Map.of("kernel", "6.1"));
    }

    private static Entry.Loaded load(String setup, int connections, double perSecond) {
        var answers = new Entry.Answers(
                1,
                (long) perSecond,
                perSecond,
                1,
                1000,
                1000,
                2000,
                3000,
                4000,
                5000,
                new Measured.Errors(0, 0, 0, 0, 0));
        var app = new Usage.Share(Part.APP, "app.1", 0.5, 1048576, 100, 1, 1);
        return new Entry.Loaded(
                setup,
                1,
                connections,
                "wrk --latency http://10.0.0.1/",
                answers,
                new RedisCalls((long) perSecond / 10, (long) perSecond),
                new Usage(1, 2, 1.5, 0, List.of(app)));
    }
}
