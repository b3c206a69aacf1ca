package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody changes by hand is put back. */
@OnTheLab
class DriftIT {
    private static final String NAME = "t-drift";
    private static final String APP = "t-drift-app";

    private final Scene scene;

    DriftIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        scene.apply(manifest(NAME).replicas(2));
    }

    @Test
    void aRemovedServiceComesBack() {
        var removed = scene.swarm().inspect(APP, "{{.ID}}");
        scene.docker().run("service", "rm", APP);

        scene.awaitReady(NAME);
        assertNotEquals(removed, scene.swarm().inspect(APP, "{{.ID}}"));
        assertEquals(2, scene.swarm().containers(APP).size());
    }

    @Test
    void aScaledServiceIsPutBack() {
        scene.docker().run("service", "scale", "-d", APP + "=1");

        eventually("two replicas are asked for", () -> assertEquals("2", replicas()));
        scene.awaitLog("update service " + APP, "drift", "replicas: 1 -> 2");
        scene.awaitReady(NAME);
    }

    @Test
    void aVariableThatWasAddedIsTakenBack() {
        scene.docker().run("service", "update", "-d", "--env-add", "MEDDLED=1", APP);

        // Before that it may be there for a moment only, so the log is what tells that it was.
        scene.awaitLog("update service " + APP, "drift", "env MEDDLED");
        eventually("it is gone", () -> assertFalse(environment().contains("MEDDLED"), this::environment));
        scene.awaitReady(NAME);
    }

    @Test
    void aLabelThatWasAddedIsKept() {
        scene.docker().run("service", "update", "-d", "--label-add", "team=blue", APP);
        scene.docker().run("service", "scale", "-d", APP + "=3");

        eventually("two replicas are asked for", () -> assertEquals("2", replicas()));
        scene.awaitReady(NAME);
        assertEquals("blue", scene.swarm().inspect(APP, "{{.Spec.Labels.team}}"));
    }

    private String replicas() {
        return scene.swarm().inspect(APP, "{{.Spec.Mode.Replicated.Replicas}}");
    }

    private String environment() {
        return scene.swarm().inspect(APP, "{{.Spec.TaskTemplate.ContainerSpec.Env}}");
    }
}
