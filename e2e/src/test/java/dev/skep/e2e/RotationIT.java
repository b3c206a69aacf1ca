package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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
        var manifest = manifest("t-rotate").replicas(2).via("gateway", 18031);
        rotate(manifest, "redis-1").assertBalanced();
    }

    /** Each task goes on with its own shard, which takes the password before and the next one meanwhile. */
    @Test
    void ofEveryShard() {
        var manifest = manifest("t-rotate-e").mode("per-replica").replicas(2).via("gateway", 18033);
        rotate(manifest, "shard-1-1", "shard-2-1").assertSumBalanced();
    }

    @Test
    void ofOneThatSentinelsWatch() {
        var manifest = manifest("t-rotate-s").mode("sentinel").replicas(2).via("gateway", 18032);
        rotate(manifest, "redis-1", "redis-2", "redis-3").assertBalanced();
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
            long began = System.nanoTime();
            scene.skep().run("rotate-password", "t-rotate-s", "--all");
            scene.skep().run("wait", "t-rotate-s", "--for", "Progressing=False", "--timeout", "3m");
            scene.awaitReady("t-rotate-s");
            var took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(100);
            var tally = ledger.settle();
            Changes.tell("`skep rotate-password --all`, in mode `sentinel`", took, tally);
            tally.assertBalanced();
        }
        assertNotEquals(redis, scene.swarm().container("t-rotate-s-redis-1"), "Redis has begun anew");
        assertTrue(logIn("t-rotate-s-redis-1", before).contains("WRONGPASS"));
        assertEquals("OK", logIn("t-rotate-s-redis-1", password("t-rotate-s")));
    }

    /** While clients count, of whom none may fail. */
    private Tally rotate(ManifestText manifest, String... members) {
        var name = manifest.name();
        var services = Stream.of(members).map(m -> name + "-" + m).toList();
        var counter = scene.start(manifest);
        var containers = containers(services);
        var before = password(name);
        services.forEach(s -> assertEquals("OK", logIn(s, before)));
        Tally tally;
        String said;
        Duration took;
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            said = scene.skep().run("rotate-password", name);
            for (var service : services) {
                eventually(
                        service + " refuses the one before",
                        () -> assertTrue(logIn(service, before).contains("WRONGPASS")));
            }
            took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(100);
            tally = ledger.settle();
        }
        var what = "`skep rotate-password`, in mode `" + manifest.mode() + "`";
        if (manifest.mode().equals("per-replica")) {
            Changes.tellSum(what, took, tally);
        } else {
            Changes.tell(what, took, tally);
        }
        assertEquals(List.of(), tally.failures());
        scene.awaitReady(name);
        var after = password(name);
        assertNotEquals(before, after);
        assertEquals(containers, containers(services), "Redis runs on");
        var told = scene.skep().run("events", name);
        for (var service : services) {
            assertEquals("OK", logIn(service, after));
            assertTrue(told.contains("withdraw the passwords before from " + service), told);
        }
        for (var text : List.of(told, said)) {
            assertTrue(!text.contains(before) && !text.contains(after), "a password stands there");
        }
        return tally;
    }

    private List<Container> containers(List<String> services) {
        return services.stream().map(scene.swarm()::container).toList();
    }

    private String password(String name) {
        return scene.swarm()
                .containers(name + "-app")
                .getFirst()
                .exec("bash", "-c", "echo $(</run/secrets/redis-password)")
                .ok();
    }

    private String logIn(String redis, String password) {
        return scene.swarm()
                .container(redis)
                .exec("redis-cli", "auth", "app", password)
                .said()
                .strip();
    }
}
