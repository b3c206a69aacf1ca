package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong is said in words, by a condition, while it is wrong. */
@OnTheLab
class StatusIT {
    private static final int PORT = 18021;
    private static final String SQUATTER = "zz-squatter";
    /** Run as an app it has no key to read, and ends at once. */
    private static final String CRASHES = Lab.setting("SKEP_IMAGE_CONTROLLER");

    private static final Duration SOON = Duration.ofSeconds(15);

    private static final String NEVER_HEALTHY = "skep/incrementor:e2e-sick";

    private final Scene scene;

    StatusIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    @AfterAll
    void remove() {
        if (scene.swarm().hasService(SQUATTER)) {
            scene.docker().run("service", "rm", SQUATTER);
        }
    }

    @Test
    void aTaskThatFindsNoNodeIsUnschedulableUntilItDoes() {
        var port = "mode=host,published=" + PORT + ",target=6379";
        scene.docker().run("service", "create", "--name", SQUATTER, "--mode=global", "--publish", port, "redis:7");

        scene.edit(manifest("t-stuck").via("host", PORT));
        saysSoon("t-stuck", "Unschedulable", "no suitable node (host-mode port already in use on 3 nodes)");
        scene.skep().run("wait", "t-stuck", "--for", "RedisHealthy", "--timeout", "1m");
        var ready = scene.skep().attempt("wait", "t-stuck", "--for", "Ready", "--timeout", "1s");
        assertEquals(1, ready.exit(), ready::toString);
        assertTrue(ready.err().contains("not Ready=True after 1 s: t-stuck: t-stuck-app: 0 of 1"), ready::toString);

        scene.docker().run("service", "rm", SQUATTER);
        scene.awaitReady("t-stuck");
        scene.skep().run("wait", "t-stuck", "--for", "degraded=false", "--timeout", "10s");
        scene.skep().run("wait", "t-stuck", "--for", "Progressing=False", "--timeout", "10s");
        assertTrue(scene.skep().run("status", "-o", "json", "t-stuck").contains("\"AllTasksRun\""));
    }

    @Test
    void anImageThatCrashesIsSaidToAndACorrectedManifestRecovers() {
        scene.edit(manifest("t-crash").image(CRASHES));
        saysSoon("t-crash", "Crashing", "task: non-zero exit (1)");
        scene.apply(manifest("t-crash"));
    }

    /** It ends well when Swarm stops it, so that Swarm has no error to tell. */
    @Test
    void anImageThatIsNeverHealthyIsSaidToAndRolledBackAndACorrectedManifestRecovers() {
        scene.lab()
                .pushLike(
                        ManifestText.APP,
                        NEVER_HEALTHY,
                        "HEALTHCHECK --interval=1s --start-period=1s --retries=2 CMD [\"false\"]");
        scene.apply(manifest("t-sick"));
        var serving = scene.swarm().container("t-sick-app");

        scene.edit(manifest("t-sick").image(NEVER_HEALTHY));
        says("t-sick", "Degraded", "RolledBack", "t-sick-app: the container ended with exit 0");
        assertEquals(serving, scene.swarm().container("t-sick-app"), "what ran before serves all the time");
        scene.apply(manifest("t-sick").memory("144Mi"));
    }

    /** Within seconds of Swarm itself, which must have a place for a task and start it before anything is wrong. */
    private void saysSoon(String name, String reason, String words) {
        eventually("Swarm says it", () -> {
            var tasks = scene.docker().run("service", "ps", "--no-trunc", "--format", "{{.Error}}", name + "-app");
            assertTrue(tasks.contains(words), tasks);
        });
        assertTimeout(SOON, () -> says(name, "Degraded", reason, words));
    }

    /** The condition becomes true, and the status gives this reason in these words, as data and as text. */
    private void says(String name, String condition, String reason, String words) {
        scene.skep().run("wait", name, "--for", condition, "--timeout", "2m");
        eventually("it says " + reason, () -> {
            var json = scene.skep().run("status", name, "-o", "json");
            assertTrue(json.contains("\"reason\" : \"" + reason + "\"") && json.contains(words), json);
        });
        var text = scene.skep().run("status", name);
        assertTrue(text.contains(reason) && text.contains(words), text);
    }
}
