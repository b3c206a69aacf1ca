package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What skep events prints of the log of the controller's containers. */
final class EventsCommandTest {
    private static final String READY =
            "ts=2030-01-01T00:00:01.000Z level=INFO msg=\"ready\" reason=\"Ready\" name=\"incr\"\n";
    private static final String BUG = """
            ts=2030-01-01T00:00:02.000Z level=ERROR msg="bug" reason="Bug" name="shop"
            java.lang.IllegalStateException: why
            \tat dev.skep
            """;
    private static final String REACHABLE = "ts=2030-01-01T00:00:03.500Z level=INFO msg=\"swarm reachable\""
            + " reason=\"SwarmReachable\" detail=\"3 nodes\"\n";

    private final FakeEngine engine = new FakeEngine();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String hostBefore;

    @BeforeEach
    void speakToTheFake() {
        hostBefore = System.setProperty("DOCKER_HOST", engine.host());
    }

    @AfterEach
    void speakToWhoeverItWas() {
        if (hostBefore == null) {
            System.clearProperty("DOCKER_HOST");
        } else {
            System.setProperty("DOCKER_HOST", hostBefore);
        }
        engine.close();
    }

    @Test
    void theEventsOfAllContainersAreListedTheOldestFirst() {
        engine.controllerRuns("node1").container("young", 2, REACHABLE).container("old", 1, READY + BUG);
        assertEquals(Exit.DONE, skep("events"), err::toString);
        assertEquals("""
                TIME                      MANIFEST          REASON                MESSAGE
                2030-01-01T00:00:01Z      incr              Ready                 ready
                2030-01-01T00:00:02Z      shop              Bug                   bug
                2030-01-01T00:00:03.500Z  -                 SwarmReachable        swarm reachable; 3 nodes
                """, out.toString());
    }

    @Test
    void aNameChoosesItsOwn() {
        engine.controllerRuns("node1").container("c", 1, READY + BUG + REACHABLE);
        assertEquals(Exit.DONE, skep("events", "shop", "-o", "json"), err::toString);
        assertEquals("""
                [ {
                  "time" : "2030-01-01T00:00:02Z",
                  "manifest" : "shop",
                  "reason" : "Bug",
                  "message" : "bug"
                } ]
                """, out.toString());
    }

    @Test
    void followingGoesOnWithTheNextControllerAndEndsWhenNoneIsLeft() {
        engine.controllerRuns("node1").container("old", 1, READY);
        engine.whenRead("old", () -> engine.container("young", 2, REACHABLE));
        engine.whenRead("young", engine::controllerIsGone);
        assertEquals(Exit.DONE, skep("events", "--follow", "-o", "json"), err::toString);
        assertEquals(
                List.of(
                        "{\"time\":\"2030-01-01T00:00:01Z\",\"manifest\":\"incr\",\"reason\":\"Ready\",\"message\":\"ready\"}",
                        "{\"time\":\"2030-01-01T00:00:03.500Z\",\"manifest\":null,\"reason\":\"SwarmReachable\","
                                + "\"message\":\"swarm reachable; 3 nodes\"}"),
                out.toString().lines().toList());
        assertTrue(engine.asked("follow=true"));
    }

    @Test
    void aContainerThatHasJustGoneIsPassedOver() {
        engine.controllerRuns("node1").goneContainer("gone", 1).container("c", 2, READY);
        assertEquals(Exit.DONE, skep("events", "incr"), err::toString);
        assertTrue(out.toString().contains("ready"), out.toString());
    }

    @Test
    void oneThatIsBeingRemovedIsPassedOverAndALineThatWasCutIsNone() {
        engine.controllerRuns("node1")
                .failingContainer("dead", 1, 409, "can not get logs from container which is dead")
                .container("c", 2, "ts=2030-01-01T00: reason=\"Ready\"\n" + READY);
        assertEquals(Exit.DONE, skep("events", "-o", "json"), err::toString);
        assertEquals(
                1, out.toString().lines().filter(l -> l.contains("\"time\"")).count(), out::toString);
    }

    @Test
    void anEngineThatKeepsNoLogsIsQuotedAndStatusGoesWithoutThem(@TempDir Path manifests) throws Exception {
        Files.copy(Path.of("../manifests/incr.yaml"), manifests.resolve("incr.yaml"));
        engine.controllerRuns("node1")
                .failingContainer("c", 1, 501, "configured logging driver does not support reading");
        assertEquals(Exit.FAILED, skep("events"));
        assertTrue(err.toString().contains("configured logging driver does not support reading"), err::toString);
        assertEquals(Exit.DONE, skep("status", "--manifests", manifests.toString()), err::toString);
        assertTrue(out.toString().contains("incr"), out::toString);
    }

    @Test
    void aControllerOnAnotherNodeIsNamed() {
        engine.controllerRuns("node2");
        assertEquals(Exit.FAILED, skep("events"));
        assertTrue(
                err.toString().contains("runs on node node2 (10.0.0.2), and only that node's engine has its log"),
                err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void withoutAControllerItSaysHowToStartOne() {
        assertEquals(Exit.FAILED, skep("events", "--follow"));
        assertTrue(err.toString().contains("no controller runs in this swarm"), err.toString());
    }

    private int skep(String... arguments) {
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
