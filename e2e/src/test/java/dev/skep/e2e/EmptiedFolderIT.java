package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A folder that loses all its manifests: more often a mistake than a wish. */
@OnTheLab
class EmptiedFolderIT {
    private final Scene scene;

    EmptiedFolderIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void deletesNothingButWhatAPersonConfirms() {
        scene.apply(manifest("t-empty"));
        var before = scene.swarm().versions("t-empty");
        var keepBefore = scene.swarm().versions(Installed.KEEP);

        var taken = scene.manifests().takeAway();
        try {
            scene.awaitLog("held: DeletionHeld", "t-empty", "skep confirm-delete t-empty");
            assertEquals(before, scene.swarm().versions("t-empty"));
            assertTrue(scene.skep().run("plan").contains("held: DeletionHeld"));

            scene.skep().run("confirm-delete", "t-empty");
            scene.awaitDeleted("t-empty");
            assertEquals(keepBefore, scene.swarm().versions(Installed.KEEP));
        } finally {
            taken.stream().filter(f -> !f.endsWith("t-empty.yaml")).forEach(scene.manifests()::putBack);
        }
        scene.awaitReady(Installed.KEEP);
        assertEquals(keepBefore, scene.swarm().versions(Installed.KEEP));
        assertEquals(
                1,
                scene.swarm()
                        .volumes(scene.swarm().volumeNode("t-empty"), "t-empty")
                        .size());
    }

    @Test
    void whatWasNeverThereCannotBeConfirmed() {
        var confirm = scene.skep().attempt("confirm-delete", "t-nobody");
        assertEquals(1, confirm.exit());
        assertEquals(List.of(), scene.swarm().owned("t-nobody"), "a confirmation of nothing leaves nothing behind");
        assertTrue(confirm.said().contains("nothing in the swarm was made for t-nobody"), confirm.said());
    }
}
