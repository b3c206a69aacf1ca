package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What was counted is gone from its volume: Redis does not start at 0 before a person has said so. */
@OnTheLab
class DataMissingIT {
    private static final ManifestText MANIFEST = manifest("t-missing").via("host", 18031);

    private final Scene scene;

    DataMissingIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void anEmptiedVolumeIsAnAlarmUntilItsLossIsAccepted() {
        var counter = scene.start(MANIFEST);
        for (int i = 1; i <= 5; i++) {
            assertEquals(i, counter.next());
        }
        assertEquals(0, accept("--yes").exit(), "nothing is missing yet, and nothing is to be accepted");

        var redis = scene.swarm().container("t-missing-redis-1");
        redis.exec("sh", "-c", "rm -rf /data/*").ok();
        redis.kill();
        scene.awaitLog("held: DataMissing", "t-missing-redis-1", "skep accept-data-loss t-missing --yes");
        scene.skep().run("wait", "t-missing", "--for", "Degraded", "--timeout", "1m");
        assertTrue(scene.skep().run("status", "t-missing").contains("DataMissing"));
        assertEquals(503, counter.get("/").statusCode());

        var unsure = accept();
        assertEquals(1, unsure.exit(), unsure::toString);
        assertTrue(unsure.err().contains("t-missing-redis-1"), unsure::toString);
        assertEquals(503, counter.get("/").statusCode());

        assertEquals(0, accept("--yes").exit());
        scene.awaitReady("t-missing");
        eventually(
                "it counts from 0",
                () -> assertEquals(1, scene.counter("t-missing").next()));
        assertTrue(scene.skep().run("events", "t-missing").contains("ForgetData"));
    }

    private Shell.Ran accept(String... yes) {
        return yes.length == 0
                ? scene.skep().attempt("accept-data-loss", "t-missing")
                : scene.skep().attempt("accept-data-loss", "t-missing", yes[0]);
    }
}
