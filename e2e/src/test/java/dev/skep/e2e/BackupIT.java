package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A count is written to a file and taken up again from it, while clients count all the time: no request fails. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class BackupIT {
    private static final ManifestText SINGLE = manifest("t-backup").replicas(2).via("gateway", 18041);
    private static final ManifestText SENTINEL =
            manifest("t-backup-s").mode("sentinel").replicas(2).via("gateway", 18042);
    private static final ManifestText SHARDS =
            manifest("t-backup-n").mode("per-replica").replicas(3).via("gateway", 18043);
    private static final int SOME = 60;

    @TempDir
    private static Path folder;

    private final Scene scene;

    BackupIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aOfASingleRedis() throws Exception {
        var clients = backUpCountOnAndRestore(SINGLE);
        clients.assertEachNumberIsGivenOnceFromThere();
    }

    @Test
    void bOfAGroupThatSentinelsWatch() throws Exception {
        var clients = backUpCountOnAndRestore(SENTINEL);
        clients.assertEachNumberIsGivenOnceFromThere();
    }

    @Test
    void cOfSeveralCounters() throws Exception {
        backUpCountOnAndRestore(SHARDS);
    }

    /** In the order of their names: what it needs runs by then, or is started. */
    @Test
    void dAnotherModeHasTheSameSum() {
        var counter = scene.start(SINGLE);
        var shards = scene.start(SHARDS);
        counter.next();
        shards.next();
        var file = folder.resolve("another-mode").toString();
        scene.skep().run("backup", SHARDS.name(), file);
        var refused = scene.skep().attempt("restore", SINGLE.name(), file, "--yes");
        assertSays(refused, "is a backup of t-backup-n, not of t-backup");
        scene.skep().run("restore", SINGLE.name(), file, "--from", SHARDS.name(), "--yes");
        assertEquals(shards.sum(), counter.sum());

        scene.skep().run("backup", SINGLE.name(), file, "--force");
        counter.next();
        scene.skep().run("restore", SHARDS.name(), file, "--from", SINGLE.name(), "--yes");
        assertEquals(counter.sum() - 1, shards.sum());
    }

    @Test
    void eWhatIsDamagedOrNotMeantChangesNothing() throws IOException {
        var counter = scene.start(SINGLE);
        counter.next();
        var file = folder.resolve("damaged");
        scene.skep().run("backup", SINGLE.name(), file.toString());
        long counted = counter.next();
        assertSays(scene.skep().attempt("backup", SINGLE.name(), file.toString()), "is there already");
        assertSays(
                scene.skep().attempt("restore", SINGLE.name(), file.toString()),
                "would go from %d to %d".formatted(counted, counted - 1));

        var text = Files.readString(file);
        Files.writeString(file, text.replace("\"sum\": " + (counted - 1), "\"sum\": " + counted));
        assertSays(scene.skep().attempt("restore", SINGLE.name(), file.toString(), "--yes"), "not as Skep wrote it");
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertSays(scene.skep().attempt("restore", SINGLE.name(), file.toString(), "--yes"), "only a part of one");
        assertEquals(counted, counter.sum());
    }

    /** Clients count until the last task of its app has ended: all that they were answered is in the backup. */
    @Test
    void fOfADeletedManifestTheCountIsKeptAndComesBack() throws IOException {
        var counter = scene.start(SINGLE);
        long before = counter.sum();
        var clients = new Clients(counter);
        try (clients) {
            clients.awaitAnswers(SOME);
            scene.delete(SINGLE.name());
            scene.awaitDeleted(SINGLE.name());
        }
        scene.awaitLog("take backup", "name=\"t-backup\"", "before t-backup was deleted");
        var id = keptId(SINGLE.name(), "before t-backup was deleted");
        var file = folder.resolve("kept").toString();
        scene.skep().run("backup", SINGLE.name(), "--kept", id, file);
        long kept = sumIn(file);
        assertTrue(clients.highest() <= kept && kept <= before + clients.asked(), () -> kept + " of " + clients);

        scene.swarm().purgeVolumes(SINGLE.name());
        var anew = scene.start(SINGLE);
        assertEquals(0, anew.sum(), "its volume is gone");
        scene.skep().run("restore", SINGLE.name(), "--kept", id, "--yes");
        assertEquals(kept, anew.sum());
    }

    /** The newest line of the list of those that are kept which says so. */
    private String keptId(String name, String why) {
        var list = scene.skep().run("backup", name, "--list");
        return list.lines()
                .filter(line -> line.endsWith(why))
                .map(line -> line.replaceFirst(" .*", ""))
                .findFirst()
                .orElseThrow(() -> new AssertionError(list));
    }

    private static void assertSays(Ran ran, String words) {
        assertEquals(1, ran.exit(), ran::toString);
        assertTrue(ran.err().contains(words), ran::toString);
    }

    private Clients backUpCountOnAndRestore(ManifestText manifest) throws IOException {
        var name = manifest.name();
        var file = folder.resolve(name).toString();
        var counter = scene.start(manifest);
        assertEquals(0, counter.sum());
        var clients = new Clients(counter);
        try (clients) {
            clients.awaitAnswers(SOME);
            clients.backUp(() -> scene.skep().run("backup", name, file));
            clients.awaitAnswers(SOME);
            clients.restore(() -> scene.skep().run("restore", name, file, "--yes"));
            clients.awaitAnswers(SOME);
        }
        clients.assertBalancedFrom(sumIn(file), counter.sum());
        eventually("both are told", () -> {
            var told = scene.skep().run("events", name);
            assertTrue(told.contains("BackedUp") && told.contains("Restored"), told);
        });
        eventually("question and answer are taken away", () -> {
            var configs = scene.docker().run("config", "ls", "--format", "{{.Name}}");
            assertFalse(configs.contains(name + "-ask-") || configs.contains(name + "-answer-"), configs);
        });
        return clients;
    }

    private static long sumIn(String file) throws IOException {
        return Files.readString(Path.of(file))
                .lines()
                .filter(line -> line.startsWith("  \"sum\": "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
