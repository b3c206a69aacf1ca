package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Skep did not make it does not touch. */
@OnTheLab
class ForeignIT {
    private static final String BYSTANDER = "zz-foreign";
    private static final String NAMESAKE = "t-clash-app";

    private final Scene scene;

    ForeignIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void create() {
        remove();
        for (var service : new String[] {BYSTANDER, NAMESAKE}) {
            scene.docker().run("service", "create", "-d", "--name", service, "--replicas", "0", "redis:7");
        }
    }

    @AfterAll
    void remove() {
        for (var service : new String[] {BYSTANDER, NAMESAKE}) {
            if (scene.swarm().hasService(service)) {
                scene.docker().run("service", "rm", service);
            }
        }
    }

    @Test
    void aForeignServiceOfAWantedNameIsLeftAloneAndTheManifestWaitsForThatName() {
        var bystander = version(BYSTANDER);
        var namesake = version(NAMESAKE);

        scene.edit(manifest("t-clash"));
        scene.awaitLog("name=\"t-clash\"", "create service t-clash-app", "that Skep did not make");
        assertEquals(namesake, version(NAMESAKE));
        var status = scene.skep().run("status", "t-clash");
        assertTrue(status.contains("StepFailed") && status.contains("that Skep did not make"), status);

        scene.docker().run("service", "rm", NAMESAKE);
        scene.awaitReady("t-clash");

        scene.manifests().delete("t-clash");
        scene.awaitDeleted("t-clash");
        assertEquals(bystander, version(BYSTANDER));
    }

    private String version(String service) {
        return scene.swarm().inspect(service, "{{.ID}}@{{.Version.Index}}");
    }
}
