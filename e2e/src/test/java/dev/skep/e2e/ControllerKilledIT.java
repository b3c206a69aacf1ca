package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** The controller is killed at work; its successor goes on from what is there. */
@OnTheLab
class ControllerKilledIT {
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

    @Test
    void itsSuccessorFinishesWhatWasHalfMade() {
        scene.edit(manifest("t-killed-start").replicas(2));
        eventually(
                "it has begun",
                () -> assertFalse(scene.swarm().owned("t-killed-start").isEmpty()));
        killController();

        scene.awaitReady("t-killed-start");
        assertEquals(2, scene.swarm().containers("t-killed-start-app").size());
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
