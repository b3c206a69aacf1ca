package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.Eventually.throughout;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a Redis that ends keeps: aof is FaultsIT's. */
@OnTheLab
class PersistenceIT {
    private static final ManifestText SAVES =
            manifest("t-saves").via("host", 18035).redis("persistence: rdb");

    private final Scene scene;
    private final Stage stage;

    PersistenceIT(Scene scene) {
        this.scene = scene;
        this.stage = new Stage(scene, SAVES);
    }

    @Test
    void withRdbARedisThatIsStoppedKeepsTheCount() {
        assertEquals(4, afterThreeAndAStop("t-rdb", 18032, "persistence: rdb"));
    }

    /** A snapshot cannot take the place of a folder. The swarm takes such a Redis for a healthy one, for longer than it lets others be ill. */
    @Test
    void withRdbARedisThatCannotSaveCountsNothingAndIsToldOfUntilItCan() {
        var counter = scene.start(SAVES);
        long before = counter.next();
        var redis = scene.swarm().container("t-saves-redis-1");
        redis.exec("sh", "-c", "rm -f /data/dump.rdb && mkdir /data/dump.rdb").ok();
        stage.tell(redis, "bgsave");
        eventually("it is told", () -> {
            var status = scene.skep().run("status", "t-saves");
            assertTrue(status.contains("not so: what is counted reaches the disk, since "), status);
        });
        throughout(Duration.ofSeconds(12), () -> assertEquals("true", redis.inspect("{{.State.Running}}")));
        assertEquals(503, counter.get("/").statusCode());
        redis.exec("rmdir", "/data/dump.rdb").ok();
        stage.tell(redis, "bgsave");
        stage.awaitHealthy();
        eventually("it counts again", () -> assertTrue(counter.next() > before)); // the app looks for it anew
    }

    /** What is promised of it: Redis saves once a minute, so that is what may be lost. */
    @Test
    void withRdbARedisThatIsKilledCountsOnFromItsLastSnapshot() {
        var counter = scene.start(SAVES);
        long saved = counter.next();
        var redis = scene.swarm().container("t-saves-redis-1");
        stage.tell(redis, "save");
        assertEquals(saved + 1, counter.next());
        redis.kill();
        awaitAnotherThan(redis, "t-saves-redis-1");
        stage.awaitHealthy();
        assertEquals(saved + 1, scene.counter("t-saves").next());
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
        awaitAnotherThan(stopped, name + "-redis-1");
        scene.awaitReady(name);
        return scene.counter(name).next();
    }

    private void awaitAnotherThan(Container ended, String redis) {
        eventually(
                "Redis runs again", () -> assertNotEquals(ended, scene.swarm().container(redis)));
    }
}
