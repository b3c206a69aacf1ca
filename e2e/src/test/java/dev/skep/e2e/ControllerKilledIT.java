package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller is killed at work; its successor goes on from what is there. */
@OnTheLab
class ControllerKilledIT {
    private static final String NO_IMAGE = "skep/incrementor:nosuch";

    private final Scene scene;

    ControllerKilledIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void itsSuccessorFinishesAScaleUp() {
        var manifest = manifest("t-killed-scale");
        scene.apply(manifest);

        scene.edit(manifest.replicas(6));
        eventually("it has begun", () -> assertEquals("6", replicas("t-killed-scale-app")));
        killController();

        scene.awaitReady("t-killed-scale");
        assertEquals(6, scene.swarm().containers("t-killed-scale-app").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "sentinel"})
    void itsSuccessorFinishesWhatWasHalfMade(String mode) {
        var name = "t-killed-" + mode;
        scene.edit(manifest(name).mode(mode).replicas(2));
        eventually("it has begun", () -> assertFalse(scene.swarm().owned(name).isEmpty()));
        killController();

        scene.awaitReady(name);
        assertEquals(2, scene.swarm().containers(name + "-app").size());
    }

    @Test
    void itsSuccessorFinishesARolloutADeletionAndTheWayBackOfWhatFailed() {
        var manifest = manifest("t-killed-roll").replicas(2);
        scene.apply(manifest);
        var redis = scene.swarm().container("t-killed-roll-redis-1");

        cutAtTheFirstWrite(() -> scene.edit(manifest.memory("144Mi")));
        scene.awaitReady("t-killed-roll");
        assertEquals(Long.toString(144L << 20), memory());

        cutAtTheFirstWrite(() -> scene.edit(manifest.image(NO_IMAGE)));
        scene.skep().run("wait", "t-killed-roll", "--for", "Degraded", "--timeout", "3m");
        eventually("it is back", () -> {
            var status = scene.skep().run("status", "t-killed-roll");
            assertTrue(status.contains("RolledBack"), status);
        });
        assertEquals(Long.toString(144L << 20), memory());
        assertEquals(redis, scene.swarm().container("t-killed-roll-redis-1"), "the count was never interrupted");
        assertEquals(2, scene.swarm().containers("t-killed-roll-app").size());

        cutAtTheFirstWrite(() -> scene.manifests().delete("t-killed-roll"));
        scene.awaitDeleted("t-killed-roll");
    }

    private void cutAtTheFirstWrite(Runnable edit) {
        var before =
                scene.swarm().owned("t-killed-roll").toString() + scene.swarm().versions("t-killed-roll");
        edit.run();
        eventually(
                "it has begun",
                () -> assertNotEquals(
                        before,
                        scene.swarm().owned("t-killed-roll").toString()
                                + scene.swarm().versions("t-killed-roll")));
        killController();
    }

    private String memory() {
        return scene.swarm().inspect("t-killed-roll-app", "{{.Spec.TaskTemplate.Resources.Limits.MemoryBytes}}");
    }

    private void killController() {
        var killed = scene.swarm().container(Swarm.CONTROLLER);
        killed.kill();
        eventually(
                "another controller runs",
                () -> assertNotEquals(killed, scene.swarm().container(Swarm.CONTROLLER)));
    }

    private String replicas(String service) {
        return scene.swarm().inspect(service, "{{.Spec.Mode.Replicated.Replicas}}");
    }
}
