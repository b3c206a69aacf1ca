package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Redis dies while clients count. */
@OnTheLab
class RedisRestartIT {
    private final Scene scene;

    RedisRestartIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void theCountGoesOnWhereItWasAndNoValueIsGivenTwice() {
        var counter = scene.start(manifest("t-redis").replicas(2).via("host", 18007));
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            var killed = scene.swarm().container("t-redis-redis-1");
            killed.kill();
            eventually(
                    "Redis runs again",
                    () -> assertNotEquals(killed, scene.swarm().container("t-redis-redis-1")));
            ledger.awaitAnswers(50);
            ledger.settle().assertBalanced();
        }
        scene.awaitReady("t-redis");
    }
}
