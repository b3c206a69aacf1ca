package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A manifest is one unit: all of it goes back, the swarm remembers why, and a person goes back by one command. */
@OnTheLab
class HistoryIT {
    private static final String NAME = "t-hist";
    private static final String OTHER_IMAGE = "skep/incrementor:e2e-history";
    private static final String NO_REDIS = "skep/redis:nosuch";

    private final Scene scene;

    HistoryIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void allOfAFailedEditGoesBackAndACommandGoesBackFurther() throws IOException {
        scene.docker().run("tag", ManifestText.APP, OTHER_IMAGE);
        scene.lab().push(OTHER_IMAGE);
        var good = manifest(NAME).via("gateway", 18041);
        var counter = scene.start(good);
        var app = image("app");
        var redis = image("redis-1");
        long counted = counter.next();

        var half = good.image(OTHER_IMAGE).text();
        scene.manifests().edit(NAME, half.replace("mode: single", "mode: single\n    image: " + NO_REDIS));
        eventually("it is rolled back", () -> assertTrue(said("status").contains("RolledBack"), () -> said("status")));
        assertEquals(app, image("app"), "the app had been changed well, and goes back all the same");
        assertEquals(redis, image("redis-1"));
        eventually("it counts on", () -> assertTrue(counter.next() > counted));
        var history = said("history");
        assertTrue(history.contains("rolled-back"), history);
        assertTrue(history.contains("failed: t-hist-redis-2: ") && history.contains(NO_REDIS), history);
        assertTrue(history.contains("spec.redis.image: (not written) -> " + NO_REDIS), history);

        scene.apply(good.memory("144Mi"));
        assertTrue(said("history").lines().anyMatch(l -> l.matches("3 .* rolled-out .*")), () -> said("history"));

        var diff = scene.skep().run("rollback", NAME);
        assertTrue(diff.contains("-    resources: { cpus: 0.5, memory: 144Mi }"), diff);
        assertEquals(good.text(), Files.readString(scene.manifests().file(NAME)));
        eventually("the controller follows", () -> assertTrue(said("history").contains("\n4 "), () -> said("history")));
        scene.awaitReady(NAME);
        assertTrue(counter.next() > counted);
    }

    private String said(String verb) {
        return scene.skep().attempt(verb, NAME).said();
    }

    private String image(String service) {
        return scene.swarm().inspect(NAME + "-" + service, "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
    }
}
