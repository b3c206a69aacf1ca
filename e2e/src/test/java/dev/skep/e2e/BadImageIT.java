package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** An image that does not exist. */
@OnTheLab
class BadImageIT {
    private final Scene scene;

    BadImageIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void isRolledBackWhileTheOldTasksServeAndTheCorrectedManifestRecovers() {
        var good = manifest("t-bad").replicas(2).via("auto", 18013);
        var counter = scene.start(good);
        var image = appImage();
        try (var ledger = Ledger.open(counter)) {
            scene.edit(good.image("skep/incrementor:nosuch"));
            scene.awaitLog("t-bad", "No such image: skep/incrementor:nosuch");
            scene.awaitLog("t-bad", "back to what ran before");
            scene.awaitLog("t-bad", "held: RolledBack");
            assertEquals(image, appImage());

            var status = scene.skep().attempt("status", "t-bad").said();
            assertTrue(status.contains("RolledBack") && status.contains("no"), status);

            scene.apply(good.memory("160Mi"));
            ledger.awaitAnswers(20);
            ledger.settle().assertBalanced();
        }
        eventually(
                "all tasks run",
                () -> assertEquals(2, scene.swarm().containers("t-bad-app").size()));
    }

    private String appImage() {
        return scene.swarm().inspect("t-bad-app", "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
    }
}
