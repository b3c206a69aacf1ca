package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Manifests go, by intention and by mistake. */
@OnTheLab
class DeletionIT {
    private final Scene scene;

    DeletionIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void allOfADeletedManifestGoesButItsVolumeAndTheCountGoesOnWhenItComesBack() {
        var manifest = manifest("t-gone").via("host", 18004);
        var counter = scene.start(manifest);
        for (int i = 0; i < 5; i++) {
            counter.next();
        }
        var node = scene.swarm().volumeNode("t-gone");

        scene.manifests().delete("t-gone");
        scene.awaitDeleted("t-gone");
        scene.awaitLog("deleted", "name=\"t-gone\"", "its volumes are kept");
        assertFalse(scene.swarm().volumes(node, "t-gone").isEmpty());

        assertEquals(6, scene.start(manifest).next());
        assertEquals(node, scene.swarm().volumeNode("t-gone"));
    }

    @Test
    void anEmptiedFolderDeletesOnlyWhatIsConfirmed() {
        scene.apply(manifest("t-confirmed"));
        scene.apply(manifest("t-missed"));
        var confirmed = scene.swarm().versions("t-confirmed");
        var missed = scene.swarm().versions("t-missed");

        var taken = scene.manifests().takeAway();
        scene.awaitLog("held: DeletionHeld", "name=\"t-confirmed\"", "skep confirm-delete t-confirmed");
        scene.awaitLog("held: DeletionHeld", "name=\"t-missed\"");
        var plan = scene.skep().run("plan");
        assertTrue(plan.contains("held: DeletionHeld: no manifest is left in the folder"), plan);
        assertEquals(confirmed, scene.swarm().versions("t-confirmed"));

        scene.skep().run("confirm-delete", "t-confirmed");
        scene.awaitDeleted("t-confirmed");
        assertEquals(missed, scene.swarm().versions("t-missed"));

        taken.stream().filter(f -> !f.endsWith("t-confirmed.yaml")).forEach(scene.manifests()::putBack);
        scene.awaitReady("t-missed");
        assertEquals(missed, scene.swarm().versions("t-missed"));
    }
}
