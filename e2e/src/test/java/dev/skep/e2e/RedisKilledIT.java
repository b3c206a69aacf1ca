package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;

import org.junit.jupiter.api.Test;

/** Redis dies at once, and Swarm starts it again. */
@OnTheLab
class RedisKilledIT {
    private final Scene scene;

    RedisKilledIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void theCountGoesOnFromWhereItWas() {
        var counter = scene.start(manifest("t-killed").replicas(2).via("auto", 18011));
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            scene.swarm().container("t-killed-redis-1").kill();
            ledger.awaitAnswers(100);
            ledger.settle().assertBalanced();
        }
        scene.awaitReady("t-killed");
    }
}
