package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The password of Redis is changed under load: nobody notices, and the one before is refused. */
@OnTheLab
class RotationIT {
    private final Scene scene;

    RotationIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void ofASingleRedis() {
        rotate(manifest("t-rotate").replicas(2).via("gateway", 18031));
    }

    @Test
    void ofOneThatSentinelsWatch() {
        rotate(manifest("t-rotate-s").mode("sentinel").replicas(2).via("gateway", 18032));
    }

    /** Redis and sentinels restart for it, one after the other. */
    @Test
    void ofEverybody() {
        var manifest = manifest("t-rotate-s").mode("sentinel").replicas(2).via("gateway", 18032);
        var counter = scene.start(manifest);
        var redis = scene.swarm().container("t-rotate-s-redis-1");
        var before = password("t-rotate-s");
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            scene.skep().run("rotate-password", "t-rotate-s", "--all");
            scene.skep().run("wait", "t-rotate-s", "--for", "Progressing=False", "--timeout", "3m");
            scene.awaitReady("t-rotate-s");
            ledger.awaitAnswers(100);
            ledger.settle().assertBalanced();
        }
        assertNotEquals(redis, scene.swarm().container("t-rotate-s-redis-1"), "Redis has begun anew");
        assertTrue(logIn("t-rotate-s", before).contains("WRONGPASS"));
        assertEquals("OK", logIn("t-rotate-s", password("t-rotate-s")));
    }

    private void rotate(ManifestText manifest) {
        var name = manifest.name();
        var counter = scene.start(manifest);
        var redis = scene.swarm().container(name + "-redis-1");
        var before = password(name);
        assertEquals("OK", logIn(name, before));
        String said;
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            said = scene.skep().run("rotate-password", name);
            eventually(
                    "the one before is refused",
                    () -> assertTrue(logIn(name, before).contains("WRONGPASS")));
            ledger.awaitAnswers(100);
            ledger.settle().assertBalancedWithoutFailure();
        }
        scene.awaitReady(name);
        var after = password(name);
        assertNotEquals(before, after);
        assertEquals("OK", logIn(name, after));
        assertEquals(redis, scene.swarm().container(name + "-redis-1"), "Redis runs on");
        var told = scene.skep().run("events", name);
        assertTrue(told.contains("withdraw the passwords before from " + name + "-redis-1"), told);
        for (var text : List.of(told, said)) {
            assertTrue(!text.contains(before) && !text.contains(after), "a password stands there");
        }
    }

    private String password(String name) {
        return scene.swarm()
                .containers(name + "-app")
                .getFirst()
                .exec("bash", "-c", "echo $(</run/secrets/redis-password)")
                .ok();
    }

    private String logIn(String name, String password) {
        return scene.swarm()
                .container(name + "-redis-1")
                .exec("redis-cli", "auth", "app", password)
                .said()
                .strip();
    }
}
