package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that is somebody else's becomes Skep's, and no task of it notices. */
@OnTheLab
class AdoptIT {
    private static final String NAME = "t-adopt";
    private static final String APP = "t-adopt-app";

    private final Scene scene;

    AdoptIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void itIsTakenOverAsItRuns() {
        scene.apply(manifest(NAME));
        var containers = scene.swarm().containers(APP);
        for (var label : List.of("name", "component", "spec", "generation", "via")) {
            scene.docker().run("service", "update", "--detach", "--label-rm", "dev.skep." + label, APP);
        }
        scene.awaitLog("something of that name is there that Skep did not make", APP);

        scene.manifests().edit(manifest(NAME).memory("160Mi"));
        var refused = scene.skep().attempt("adopt", NAME);
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(
                refused.said().contains("memory limit: 128Mi -> 160Mi (spec.app.resources.memory at "),
                refused::toString);

        scene.manifests().edit(manifest(NAME));
        assertEquals(
                APP + ": adopted; its tasks run on",
                scene.skep().run("adopt", NAME).strip());
        scene.awaitReady(NAME);
        assertEquals(containers, scene.swarm().containers(APP));
    }
}
