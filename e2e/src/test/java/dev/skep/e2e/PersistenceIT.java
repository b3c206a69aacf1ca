package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** What a Redis that ends keeps: aof is FaultsIT's. */
@OnTheLab
class PersistenceIT {
    private final Scene scene;

    PersistenceIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void withRdbARedisThatIsStoppedKeepsTheCount() {
        assertEquals(4, afterThreeAndAStop("t-rdb", 18032, "persistence: rdb"));
    }

    @Test
    void withNoneItStartsAtZeroAndThatIsNoAlarm() {
        assertEquals(1, afterThreeAndAStop("t-none", 18033, "persistence: none"));
    }

    @Test
    void redis8KeepsTheCountAsRedis7Does() {
        assertEquals(4, afterThreeAndAStop("t-redis8", 18034, "image: redis:8"));
    }

    /** The next number after three, and after its Redis was stopped. */
    private long afterThreeAndAStop(String name, int port, String redis) {
        var counter = scene.start(manifest(name).via("host", port).redis(redis));
        for (int i = 1; i <= 3; i++) {
            assertEquals(i, counter.next());
        }
        var stopped = scene.swarm().container(name + "-redis-1");
        stopped.node().docker().run("stop", stopped.id());
        eventually(
                "Redis runs again", () -> assertNotEquals(stopped, scene.swarm().container(name + "-redis-1")));
        scene.awaitReady(name);
        return scene.counter(name).next();
    }
}
