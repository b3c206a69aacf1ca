package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line says and how it exits, as far as no engine is needed. */
final class CommandLineTest {
    private static final String GOOD = """
            apiVersion: skep.dev/v1
            kind: Incrementor
            metadata: { name: incr }
            spec:
              app: { replicas: 3 }
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aValidManifestIsNamedOnTheOutput() throws Exception {
        var file = file("incr.yaml", GOOD);
        assertEquals(Exit.DONE, skep("validate", file));
        assertEquals(file + ": incr is valid\n", out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void everyErrorIsToldWithItsPlace() throws Exception {
        var file = file("incr.yaml", GOOD.replace("replicas: 3", "replica: 3") + "  redsi: {}\n");
        assertEquals(Exit.FAILED, skep("validate", file));
        var lines = err.toString().lines().toList();
        assertEquals(2, lines.size(), err.toString());
        assertTrue(lines.getFirst().startsWith(file + ":5:10: "), lines.getFirst());
        assertTrue(lines.getLast().startsWith(file + ":6:3: "), lines.getLast());
    }

    @Test
    void whatIsValidAndEasilyRegrettedIsSaid() throws Exception {
        var all = GOOD + "  redis: { mode: sentinel, sentinel: { quorum: 3 } }\n";
        var file = file("incr.yaml", all);
        assertEquals(Exit.DONE, skep("validate", file));
        assertTrue(out.toString().contains(":1:1: mind: spec.redis.sentinel.quorum is 3, as many as"), out.toString());
        skep("validate", file("incr.yaml", all.replace("quorum: 3", "quorum: 2")));
        assertEquals(1, out.toString().lines().filter(l -> l.contains("mind:")).count());
    }

    @Test
    void severalFilesAreReadTogether() throws Exception {
        var first = file("a.yaml", GOOD);
        var second = file("b.yaml", GOOD);
        assertEquals(Exit.FAILED, skep("validate", first, second), "a name may occur once");
        assertTrue(err.toString().startsWith(second + ":3:19: "), err.toString());
    }

    @Test
    void aFieldIsExplained() {
        assertEquals(Exit.DONE, skep("explain", "redis.mode"));
        for (var words : List.of("spec.redis.mode", "single", "per-replica", "sentinel")) {
            assertTrue(out.toString().contains(words), out::toString);
        }
        assertEquals(Exit.FAILED, skep("explain", "redis.mood"));
        assertTrue(err.toString().contains("mode"), err::toString);
    }

    @Test
    void theSchemaIsPrinted() throws Exception {
        assertEquals(Exit.DONE, skep("schema"));
        assertEquals(
                Files.readString(Path.of("../docs/manifest.schema.json")).strip(),
                out.toString().strip());
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertEquals(Exit.FAILED, skep("validate", folder.resolve("none.yaml").toString()));
        assertTrue(err.toString().contains("none.yaml"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "validate",
                "status --frobnicate",
                "wait --timeout soon",
                "wait --for Never",
                "wait --for Ready=Perhaps",
                "wait --for Deleted",
                "status -o xml",
                "status one two",
                "history",
                "rollback",
                "rollback incr --to last",
                "events one two",
                "backup",
                "backup incr",
                "restore incr",
                "restore incr a b",
                "controller",
                "controller --manifests m --listen 8080",
                "install --manifests m"
            })
    void wrongUsageExitsWith64AndSaysWhereTheHelpIs(String arguments) {
        assertEquals(Exit.USAGE, skep(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)));
        assertEquals(64, Exit.USAGE);
        var command = arguments.startsWith("frob") ? "" : arguments.split(" ", -1)[0];
        var last = err.toString().lines().toList().getLast();
        assertEquals(("Try: skep " + command).strip() + " --help", last);
        assertEquals("", out.toString());
    }

    @Test
    void aCommandThatIsAlmostOneIsSuggested() {
        assertEquals(Exit.USAGE, skep("statsu"));
        assertTrue(err.toString().contains("status"), err.toString());
    }

    @Test
    void everyCommandHasHelp() {
        for (var name : Main.commandLine().getSubcommands().keySet()) {
            assertEquals(Exit.DONE, skep(name, "--help"), name);
            assertTrue(out.toString().contains("Usage: skep " + name), name);
        }
        assertEquals(Exit.DONE, skep("--version"));
    }

    @Test
    void anEngineThatIsNotThereIsToldInOneLine() {
        var host = System.setProperty("DOCKER_HOST", "unix:///nowhere/docker.sock");
        try {
            for (var command : List.of(
                    new String[] {"status"}, new String[] {"plan"}, new String[] {"events"}, new String[] {"url", "incr"
                    })) {
                err.getBuffer().setLength(0);
                assertEquals(Exit.FAILED, skep(command));
                var lines = err.toString().lines().toList();
                assertEquals(1, lines.size(), err.toString());
                assertTrue(lines.getFirst().startsWith("skep: "), lines.getFirst());
                assertTrue(lines.getFirst().contains("/nowhere/docker.sock"), lines.getFirst());
            }
        } finally {
            restore(host);
        }
    }

    private static void restore(String host) {
        if (host == null) {
            System.clearProperty("DOCKER_HOST");
        } else {
            System.setProperty("DOCKER_HOST", host);
        }
    }

    private String file(String name, String text) throws Exception {
        var file = folder.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    private int skep(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
