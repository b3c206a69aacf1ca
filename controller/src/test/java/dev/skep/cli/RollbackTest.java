package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.observed.Generation;
import dev.skep.observed.Generation.Outcome;
import dev.skep.observed.History;
import dev.skep.observed.ObservedResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest's file is the truth, so that is what goes back; and what the history tells. */
final class RollbackTest {
    private static final String OTHER = "# keep me\nmetadata: { name: other }\n---\n";

    @TempDir
    private Path folder;

    private Path file;
    private History history;

    @BeforeEach
    void threeGenerations() throws IOException {
        file = folder.resolve("all.yaml");
        Files.writeString(file, OTHER + text(3));
        history = new History(List.of(
                generation(3, Outcome.ROLLED_BACK, "incr-app: No such image"),
                generation(2, Outcome.SUPERSEDED, ""),
                generation(1, Outcome.ROLLED_OUT, "")));
    }

    @Test
    void theTextOfTheLastThatRanComesBackAndTheDifferenceIsShown() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var diff = write(RollbackCommand.target("incr", history, Optional.empty()));
        assertEquals(OTHER + text(1), Files.readString(file));
        assertEquals(
                List.of("-spec: { app: { replicas: 3 } }", "+spec: { app: { replicas: 1 } }"),
                diff.stream()
                        .skip(2)
                        .filter(l -> l.startsWith("-") || l.startsWith("+"))
                        .toList());
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList(), "no draft is left");
        }
    }

    @Test
    void anyThatIsKeptCanBeNamed() throws IOException {
        write(RollbackCommand.target("incr", history, Optional.of(2L)));
        assertEquals(OTHER + text(2), Files.readString(file));
        var unknown = assertThrows(CannotGoOn.class, () -> RollbackCommand.target("incr", history, Optional.of(7L)));
        assertEquals("generation 7 of incr is not kept; there are: 3 2 1", unknown.getMessage());
    }

    @Test
    void whatTheFileSaysAlreadyIsNotWritten() throws IOException {
        var before = Files.getLastModifiedTime(file);
        assertEquals(List.of(), write(history.number(3).orElseThrow()));
        assertEquals(before, Files.getLastModifiedTime(file));
    }

    @Test
    void aLinkStaysALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
        RollbackCommand.write("incr", history.number(1).orElseThrow(), link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(OTHER + text(1), Files.readString(file));
    }

    @Test
    void aFileOfAnotherMachineIsRefused() {
        var newest = history.newest().orElseThrow();
        var away = assertThrows(CannotGoOn.class, () -> RollbackCommand.file(newest, Optional.empty()));
        assertTrue(
                away.getMessage().startsWith("the controller read the manifest from /srv/m/all.yaml"),
                away.getMessage());
        assertEquals(file, RollbackCommand.file(newest, Optional.of(folder)));
        assertThrows(CannotGoOn.class, () -> RollbackCommand.file(newest, Optional.of(folder.resolve("none"))));
    }

    @Test
    void aFileThatDoesNotHoldTheManifestIsLeftAlone() throws IOException {
        Files.writeString(file, OTHER);
        var refused =
                assertThrows(CannotGoOn.class, () -> write(history.number(1).orElseThrow()));
        assertTrue(refused.getMessage().contains("holds no document named incr"), refused.getMessage());
        assertEquals(OTHER, Files.readString(file));
    }

    @Test
    void whereNothingRanBeforeThereIsNothingToGoBackTo() {
        var young = new History(List.of(generation(1, Outcome.FAILED, "why")));
        var refused = assertThrows(CannotGoOn.class, () -> RollbackCommand.target("incr", young, Optional.empty()));
        assertTrue(refused.getMessage().startsWith("no earlier generation of incr ran"), refused.getMessage());
    }

    @Test
    void theHistoryTellsWhatWhenWhereAndWhatBecameOfIt() {
        assertEquals(
                List.of(
                        "GENERATION  BEGAN                 OUTCOME      MANIFEST",
                        "3           2030-01-01T00:00:03Z  rolled-back  /srv/m/all.yaml:4:1",
                        "    failed: incr-app: No such image",
                        "    spec.app.replicas: 2 -> 3",
                        "2           2030-01-01T00:00:02Z  superseded   /srv/m/all.yaml:4:1",
                        "    spec.app.replicas: 1 -> 2",
                        "1           2030-01-01T00:00:01Z  rolled-out   /srv/m/all.yaml:4:1",
                        "    the first"),
                HistoryText.lines(HistoryView.of(history)));
    }

    @Test
    void whatWasNotWrittenAndWhatNobodyWroteIsSaid() {
        var grown = new History(List.of(
                entry(5, Outcome.ROLLED_OUT, "", text(4)),
                entry(4, Outcome.ROLLED_OUT, "", text(4)),
                entry(3, Outcome.ROLLED_OUT, "", "metadata: { name: incr }\n")));
        assertEquals(
                List.of(
                        "    no field of the manifest: another version of Skep, another password, or another way in",
                        "    spec.app.replicas: (not written) -> 4",
                        "    the one before is not kept any more"),
                HistoryText.lines(HistoryView.of(grown)).stream()
                        .filter(l -> l.startsWith(" "))
                        .toList());
    }

    @Test
    void theDataHasTheTextAsWell() {
        var json = Output.json(HistoryView.of(history).getFirst());
        assertTrue(json.contains("\"reason\" : \"incr-app: No such image\""), json);
        assertTrue(json.contains("\"text\" : \"metadata: { name: incr }\\nspec: { app: { replicas: 3 } }\\n\""), json);
        assertTrue(!json.contains("before"), json);
    }

    private List<String> write(Generation generation) {
        return RollbackCommand.write("incr", generation, file);
    }

    private static Generation generation(long number, Outcome outcome, String reason) {
        return entry(number, outcome, reason, text(number));
    }

    private static Generation entry(long number, Outcome outcome, String reason, String text) {
        var config = new ObservedResource("id-" + number, 1, "incr-history-" + number, Map.of(), text);
        var began = Instant.parse("2030-01-01T00:00:00.5Z").plusSeconds(number);
        return new Generation(config, number, "hash-" + number, outcome, reason, began, "/srv/m/all.yaml:4:1");
    }

    private static String text(long replicas) {
        return "metadata: { name: incr }\nspec: { app: { replicas: %d } }\n".formatted(replicas);
    }
}
