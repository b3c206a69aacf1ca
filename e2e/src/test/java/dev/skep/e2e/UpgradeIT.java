package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Another version of the controller takes the place of the one before. */
@OnTheLab
class UpgradeIT {
    private static final String NAME = "t-upgrade";
    private static final String NEWER = "skep/controller:e2e-newer";

    private final Scene scene;

    UpgradeIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void pushTheNewer() {
        scene.docker().run("tag", Installed.IMAGE, NEWER);
        scene.lab().push(NEWER);
    }

    @AfterAll
    void asItWas() {
        scene.install(Installed.IMAGE);
    }

    @Test
    void whatRunsIsNotTouchedAndTheNextEditIsFollowed() {
        var counter = scene.start(manifest(NAME).replicas(2).via("host", 18051));
        long counted = counter.next();
        var controller = scene.swarm().container(Swarm.CONTROLLER);
        var services = scene.swarm().versions(NAME);
        var app = scene.swarm().containers(NAME + "-app");
        var redis = scene.swarm().container(NAME + "-redis-1");

        scene.install(NEWER);
        assertNotEquals(controller, scene.swarm().container(Swarm.CONTROLLER));
        assertTrue(scene.swarm()
                .inspect(Swarm.CONTROLLER, "{{.Spec.TaskTemplate.ContainerSpec.Image}}")
                .startsWith(NEWER));
        scene.awaitReady(NAME);
        assertEquals(services, scene.swarm().versions(NAME), "nobody wrote to its services");
        assertEquals(app, scene.swarm().containers(NAME + "-app"));
        assertEquals(redis, scene.swarm().container(NAME + "-redis-1"));
        assertEquals(counted + 1, counter.next());

        scene.apply(manifest(NAME).replicas(3).via("host", 18051));
        assertEquals(3, scene.swarm().containers(NAME + "-app").size());
    }
}
