package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Two manifests do not touch each other. */
@OnTheLab
class SideBySideIT {
    private static final ManifestText LEFT = manifest("t-left").via("host", 18005);
    private static final ManifestText RIGHT = manifest("t-right").via("host", 18006);

    private final Scene scene;

    SideBySideIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void eachHasItsOwnCountItsOwnNetworkAndItsOwnEdits() {
        scene.edit(LEFT);
        scene.edit(RIGHT);
        scene.awaitReady(LEFT.name());
        scene.awaitReady(RIGHT.name());
        var left = scene.counter(LEFT.name());
        var right = scene.counter(RIGHT.name());

        assertEquals(1, left.next());
        assertEquals(2, left.next());
        assertEquals(1, right.next());
        assertEquals(2, left.read());

        var redis = scene.swarm().container("t-left-redis-1");
        assertEquals(
                0, redis.exec("getent", "hosts", "t-left-redis").exit(), "its own Redis has a name in its network");
        assertNotEquals(0, redis.exec("getent", "hosts", "t-right-redis").exit(), "the other's has none");

        var before = scene.swarm().versions(RIGHT.name());
        scene.apply(LEFT.replicas(2).memory("144Mi"));
        assertEquals(before, scene.swarm().versions(RIGHT.name()));
        scene.manifests().delete(LEFT.name());
        scene.awaitDeleted(LEFT.name());
        assertEquals(before, scene.swarm().versions(RIGHT.name()));
        assertEquals(2, right.next());
    }
}
