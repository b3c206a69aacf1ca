package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another image or other resources replace the tasks, while clients count. */
@OnTheLab
class RolloutIT {
    private static final String NAME = "t-roll";
    private static final String APP = "t-roll-app";
    private static final String OTHER_IMAGE = "skep/incrementor:e2e";
    private static final String NO_IMAGE = "skep/incrementor:nosuch";
    private static final String NEVER_UP = "skep/incrementor:e2e-never-up";
    /** Run as an app it has no key to read, and ends at once. */
    private static final String CRASHES = Lab.setting("SKEP_IMAGE_CONTROLLER");

    private static final String DEADLINE = "deadline: 90s";

    private final Scene scene;
    private Counter counter;
    /** What was asked for last and is to be kept: each test goes on from there. */
    private ManifestText manifest = manifest(NAME).replicas(2).via("gateway", 18003);

    RolloutIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        scene.docker().run("tag", ManifestText.APP, OTHER_IMAGE);
        scene.lab().push(OTHER_IMAGE);
        counter = scene.start(manifest);
    }

    /** At once, unless a test that failed has left something else. */
    @BeforeEach
    void begin() {
        scene.apply(manifest);
    }

    @Test
    void anotherImageReplacesEveryTask() {
        var draft = scene.manifests()
                .draft(NAME, manifest.image(OTHER_IMAGE).text())
                .toString();
        var planned = scene.skep().attempt("plan", draft);
        assertEquals(2, planned.exit(), planned::toString);
        assertTrue(planned.out().contains("update service " + APP), planned::toString);
        assertTrue(planned.out().contains(" -> " + OTHER_IMAGE + " (spec.app.image at " + draft), planned::toString);
        assertTrue(planned.out().contains(" tasks are replaced, "), planned::toString);

        rolls("`app.image`", manifest.image(OTHER_IMAGE));

        assertTrue(image().startsWith(OTHER_IMAGE + "@sha256:"), this::image);
        var plan = scene.skep().attempt("plan", scene.manifests().file(NAME).toString());
        assertEquals(0, plan.exit(), plan::toString);
    }

    @Test
    void otherResourcesReplaceEveryTask() {
        rolls("`app.resources`", manifest.memory("160Mi"));

        for (var container : scene.swarm().containers(APP)) {
            assertEquals(Long.toString(160L << 20), container.inspect("{{.HostConfig.Memory}}"));
        }
    }

    @Test
    void anImageThatDoesNotExistIsRolledBackAndTheOldTasksServeOn() {
        var before = new HashSet<>(scene.swarm().containers(APP));
        var imageBefore = image();
        try (var ledger = Ledger.open(counter)) {
            scene.edit(manifest.image(NO_IMAGE));
            eventually("it is rolled back", () -> assertTrue(status().contains("RolledBack"), this::status));
            assertTrue(status().contains("No such image: " + NO_IMAGE), this::status);
            scene.awaitLog("held: RolledBack", "name=\"" + NAME + "\"");
            scene.awaitLog("the rollout failed", "No such image: " + NO_IMAGE);
            ledger.awaitAnswers(50);
            ledger.settle().assertBalancedWithoutFailure();
        }
        assertEquals(imageBefore, image());
        assertTrue(before.containsAll(scene.swarm().containers(APP)), "the old tasks were left alone");

        manifest = manifest.memory("144Mi");
        scene.apply(manifest);
        counter.next();
    }

    @Test
    void anImageThatCrashesIsRolledBackAndTheOldTasksServeOn() {
        failsWhileTheOldTasksServe(manifest.image(CRASHES).text(), "RolledBack", "task: non-zero exit (1)");
        recovers("152Mi");
    }

    @Test
    void withFailureActionPauseItStandsStillAndTheOldTasksServeOn() {
        var paused = manifest.image(CRASHES).text().replace(DEADLINE, DEADLINE + ", failureAction: pause");
        failsWhileTheOldTasksServe(paused, "RolloutFailed", "task: non-zero exit (1)");
        assertTrue(image().startsWith(CRASHES), this::image);
        recovers("168Mi");
    }

    /** It is no failure to Swarm: it waits for ever. */
    @Test
    void whatNeverGetsHealthyIsRolledBackAtItsDeadlineAndTheOldTasksServeOn() {
        scene.lab()
                .pushLike(ManifestText.APP, NEVER_UP, "HEALTHCHECK --interval=1s --start-period=10m CMD [\"false\"]");
        var never = manifest.image(NEVER_UP).text().replace(DEADLINE, "deadline: 12s");
        failsWhileTheOldTasksServe(never, "RolledBack", "t-roll-app: nothing has moved for 12 s");
        assertFalse(image().startsWith(NEVER_UP), this::image);
        recovers("184Mi");
    }

    /** The status says that it is not ready, why, and in which words, and who counts notices nothing. */
    private void failsWhileTheOldTasksServe(String text, String reason, String words) {
        var before = new HashSet<>(scene.swarm().containers(APP));
        try (var ledger = Ledger.open(counter)) {
            scene.manifests().edit(NAME, text);
            eventually("it is not ready: " + reason, () -> {
                var status = scene.skep().run("status", NAME, "-o", "json");
                assertTrue(status.contains("\"reason\" : \"" + reason + "\"") && status.contains(words), status);
            });
            scene.skep().run("wait", NAME, "--for", "Ready=False", "--timeout", "1s");
            ledger.awaitAnswers(50);
            ledger.settle().assertBalancedWithoutFailure();
        }
        assertTrue(scene.swarm().containers(APP).containsAll(before), "the old tasks were left alone");
    }

    /** A corrected manifest is followed at once. */
    private void recovers(String memory) {
        manifest = manifest.memory(memory);
        scene.apply(manifest);
        counter.next();
    }

    @Test
    void aNewTaskThatEndsWhileItIsStillWatchedIsRolledBack() {
        var watched = manifest.monitor("20s");
        var before = new HashSet<>(scene.swarm().containers(APP));
        scene.apply(watched);
        assertEquals("20s", scene.swarm().inspect(APP, "{{.Spec.UpdateConfig.Monitor}}"));
        assertEquals(before, new HashSet<>(scene.swarm().containers(APP)), "that restarts nothing");

        scene.edit(watched.memory("176Mi"));
        eventually("a new task runs", () -> assertTrue(replaced(before).isPresent()));
        replaced(before).orElseThrow().kill();
        eventually("it is rolled back", () -> assertTrue(status().contains("RolledBack"), this::status));
        assertTrue(status().contains("non-zero exit (137)"), this::status);
    }

    private Optional<Container> replaced(Set<Container> before) {
        return scene.swarm().containers(APP).stream()
                .filter(c -> !before.contains(c))
                .findFirst();
    }

    /** All tasks are replaced, those that go end by themselves, and no count is lost. */
    private void rolls(String what, ManifestText to) {
        manifest = to;
        var before = scene.swarm().containers(APP);
        Changes.make(what + ", of two tasks", counter, () -> scene.apply(to));
        var after = scene.swarm().containers(APP);
        assertEquals(2, after.size());
        for (var replaced : before) {
            assertFalse(after.contains(replaced), () -> replaced + " still runs");
            eventually("it ends by SIGTERM", () -> assertEquals("exited 0", ended(replaced)));
        }
    }

    private static String ended(Container container) {
        return container.inspect("{{.State.Status}} {{.State.ExitCode}}");
    }

    private String status() {
        return scene.skep().attempt("status", NAME).said();
    }

    private String image() {
        return scene.swarm().inspect(APP, "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
    }
}
