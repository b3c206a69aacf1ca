package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Two manifests in one folder. */
@OnTheLab
class SideBySideIT {
    private final Scene scene;

    SideBySideIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void twoManifestsDoNotTouchEachOther() {
        var left = manifest("t-left").via("auto", 18008);
        var leftCounter = scene.start(left);
        var rightCounter = scene.start(manifest("t-right").via("auto", 18108));
        leftCounter.reset();
        rightCounter.reset();

        for (long value = 1; value <= 3; value++) {
            assertEquals(value, leftCounter.next());
        }
        assertEquals(1, rightCounter.next());

        var right = scene.swarm().versions("t-right");
        scene.apply(left.replicas(2).memory("160Mi"));
        scene.manifests().delete("t-left");
        scene.awaitDeleted("t-left");
        assertEquals(right, scene.swarm().versions("t-right"));
        assertEquals(2, rightCounter.next());
    }

    @Test
    void theRedisOfOneIsNotEvenAName() {
        scene.apply(manifest("t-left"));
        scene.apply(manifest("t-right"));

        var redis = scene.swarm().container("t-left-redis-1");
        assertEquals(0, redis.exec("getent", "hosts", "t-left-redis").exit());
        assertNotEquals(0, redis.exec("getent", "hosts", "t-right-redis").exit());
    }
}
