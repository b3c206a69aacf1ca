package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.Backups;
import dev.skep.backup.Occasion;
import dev.skep.desired.Sample;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.Town;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How a person asks for a backup and a restore, as far as the swarm: a controller that answers at once stands for the real one. */
final class BackupTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final List<Ask> asked = new ArrayList<>();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aCounterRuns() {
        new Town(swarm).bring(Sample.named("incr").desired());
    }

    @Test
    void aBackupIsWhatTheControllerAnswers() throws InterruptedException {
        answers(Answer.Kind.DONE, BackupText.write(Backups.single("incr", 42)));
        assertEquals(Backups.single("incr", 42), take("incr"));
        assertEquals(Ask.Wish.BACKUP, asked.getFirst().wish());
        assertEquals(List.of(), questions(), "it takes its question away");
    }

    @Test
    void whatTheControllerRefusesIsTold() {
        answers(Answer.Kind.REFUSED, "incr-redis-1 does not run");
        assertEquals(
                "incr: incr-redis-1 does not run",
                assertThrows(CannotGoOn.class, () -> take("incr")).getMessage());
        assertEquals(List.of(), questions());
    }

    @Test
    void nobodyIsAskedOfWhatNobodyMade() {
        assertTrue(assertThrows(CannotGoOn.class, () -> take("none"))
                .getMessage()
                .startsWith("nothing in the swarm was made for a manifest none; there is: incr"));
        assertEquals(List.of(), asked);
    }

    @Test
    void aRestoreThatIsNotMeantSaysWhatItWouldGiveUp() throws Exception {
        answers(Answer.Kind.DONE, BackupText.write(Backups.single("incr", 50)));
        var file = file(Backups.single("incr", 42));
        var unsure = assertThrows(CannotGoOn.class, () -> restore("incr", file));
        assertEquals(
                "incr would go from 50 to 42, as of 2026-11-27T20:10:00.123456789Z; what was counted since is given up;"
                        + " if you mean it: skep restore incr " + file + " --yes",
                unsure.getMessage());
        assertEquals(List.of(Ask.Wish.BACKUP), asked.stream().map(Ask::wish).toList());
    }

    @Test
    void oneThatIsMeantHandsTheBackupOver() throws Exception {
        answers(Answer.Kind.DONE, "50 -> 42");
        assertEquals("incr: 50 -> 42", restore("incr", file(Backups.single("incr", 42)), "--yes"));
        assertEquals(Ask.Wish.RESTORE, asked.getFirst().wish());
        assertEquals(
                BackupText.write(Backups.single("incr", 42)), asked.getFirst().text());
        assertEquals(List.of(), questions());
    }

    /** Who said it again would give up what was counted since. */
    @Test
    void whatWasDoneIsToldThoughTheQuestionCannotBeTakenAway() throws Exception {
        answers(Answer.Kind.DONE, "50 -> 42");
        swarm.faults().failNext("removeConfig", Moment.BEFORE, new SwarmException.Unreachable("no leader", null));
        assertEquals("incr: 50 -> 42", restore("incr", file(Backups.single("incr", 42)), "--yes"));
        assertEquals(1, questions().size());
    }

    @Test
    void whatWasAskedWithoutAnAnswerOfTheSwarmIsWaitedFor() throws Exception {
        answers(Answer.Kind.DONE, "50 -> 42");
        swarm.faults().failNext("createConfig", Moment.AFTER, new SwarmException.Unreachable("no answer", null));
        assertEquals("incr: 50 -> 42", restore("incr", file(Backups.single("incr", 42)), "--yes"));
        assertEquals(List.of(), questions());
    }

    @Test
    void aQuestionThatIsGoneWithoutAnAnswerIsTold() throws Exception {
        swarm.faults().failNext("createConfig", Moment.BEFORE, new SwarmException.Unreachable("no answer", null));
        var file = file(Backups.single("incr", 42));
        var told = assertThrows(CannotGoOn.class, () -> restore("incr", file, "--yes"))
                .getMessage();
        assertTrue(told.contains("the question is not in the swarm"), told);
    }

    @Test
    void anotherManifestsIsTakenOnlyIfThatIsSaid() throws Exception {
        answers(Answer.Kind.DONE, "50 -> 42");
        var file = file(Backups.single("other", 42));
        var told = assertThrows(CannotGoOn.class, () -> restore("incr", file, "--yes"))
                .getMessage();
        assertTrue(told.endsWith("skep restore incr " + file + " --from other"), told);
        assertTrue(assertThrows(CannotGoOn.class, () -> restore("incr", file, "--yes", "--from", "third"))
                .getMessage()
                .contains("is a backup of other, not of third"));
        assertEquals(List.of(), asked);
        assertEquals("incr: 50 -> 42", restore("incr", file, "--yes", "--from", "other"));
    }

    @Test
    void whatIsKeptIsListedTheNewestFirstAndFoundByItsId() {
        keeps("incr", "first", 42);
        keeps("incr", "second", 50);
        keeps("other", "third", 7);
        var kept = KeptList.of("incr", swarm.observe());
        assertEquals(
                List.of(50L, 42L), kept.views().stream().map(KeptList.View::sum).toList());
        var id = kept.views().getLast().id();
        assertEquals(Backups.single("incr", 42).shards(), kept.backup(id).shards());
        assertTrue(
                kept.lines().getLast().matches(id + " +2026-11-27T20:10:42Z +42 +single +3 +before it was first"),
                kept.lines()::toString);
    }

    @Test
    void ofAManifestThatIsNoMoreWhatIsKeptIsFound() {
        keeps("gone", "first", 42);
        assertEquals(1, KeptList.of("gone", swarm.observe()).views().size());
    }

    @Test
    void whoNamesAnotherIsToldWhichThereAre() {
        var none = KeptList.of("incr", swarm.observe());
        assertEquals(
                "no backup of incr is kept yet",
                assertThrows(CannotGoOn.class, () -> none.backup("0")).getMessage());
        assertTrue(none.lines().getFirst().startsWith("no backup of incr is kept yet: "), none.lines()::toString);
        keeps("incr", "first", 42);
        var kept = KeptList.of("incr", swarm.observe());
        var id = kept.views().getFirst().id();
        assertEquals(
                "no backup %s of incr is kept; there are: %s; did you mean '%s'? (skep backup incr --list tells of what)"
                        .formatted(id.substring(1), id, id),
                assertThrows(CannotGoOn.class, () -> kept.backup(id.substring(1)))
                        .getMessage());
        assertEquals(
                "nothing in the swarm was made for a manifest icr, and no backup of it is kept; there is: incr; did you mean"
                        + " 'incr'?",
                assertThrows(CannotGoOn.class, () -> KeptList.of("icr", swarm.observe()))
                        .getMessage());
    }

    @Test
    void whatIsKeptIsRestoredAsAFileIs() throws Exception {
        answers(Answer.Kind.DONE, BackupText.write(Backups.single("incr", 50)));
        keeps("incr", "first", 42);
        var id = KeptList.of("incr", swarm.observe()).views().getFirst().id();
        var unsure = assertThrows(CannotGoOn.class, () -> restoreKept("incr", "--kept", id));
        assertTrue(unsure.getMessage().endsWith("skep restore incr --kept " + id + " --yes"), unsure.getMessage());
        answers(Answer.Kind.DONE, "50 -> 42");
        assertEquals("incr: 50 -> 42", restoreKept("incr", "--kept", id, "--yes"));
        assertEquals(
                Backups.single("incr", 42).shards(),
                ((BackupText.Read.Sound) BackupText.read(asked.getLast().text()))
                        .backup()
                        .shards());
    }

    /** At another second of the clock each. */
    private void keeps(String manifest, String of, long count) {
        var single = Backups.single(manifest, count);
        var backup = new Backup(
                manifest, single.mode(), single.generation(), single.taken().plusSeconds(count), single.shards());
        var config = new Occasion(manifest, of, List.of(), "before it was " + of).config(backup);
        swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
    }

    private String restoreKept(String... arguments) throws InterruptedException {
        var command = new RestoreCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.restore(command.kept(swarm), swarm, NOW);
    }

    /** A controller that answers each question just before it is looked for. */
    private void answers(Answer.Kind kind, String text) {
        swarm.faults().onCall("observe", () -> answer(kind, text));
    }

    private void answer(Answer.Kind kind, String text) {
        swarm.faults().onCall("observe", () -> {});
        var observed = swarm.observe();
        swarm.faults().onCall("observe", () -> answer(kind, text));
        for (var ask : Ask.open("incr", observed)) {
            asked.add(ask);
            var config = new Answer(ask.id(), "incr", kind, observed.at(), text).config();
            swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> questions() {
        return swarm.names().stream().filter(n -> n.startsWith("incr-ask-")).toList();
    }

    private String file(Backup backup) throws Exception {
        return Files.writeString(folder.resolve("backup"), BackupText.write(backup))
                .toString();
    }

    private Backup take(String name) throws InterruptedException {
        return BackupCommand.take(name, swarm, NOW, new PrintWriter(err, true));
    }

    private String restore(String... arguments) throws InterruptedException {
        var command = new RestoreCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.restore(command.read(InputStream.nullInputStream()), swarm, NOW);
    }
}
