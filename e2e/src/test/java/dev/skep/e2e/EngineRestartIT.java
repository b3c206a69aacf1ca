package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller's own engine dies and starts again, with all that runs on its node. Late, for the node needs a while. */
@OnTheLab
@Order(Integer.MAX_VALUE - 2)
class EngineRestartIT {
    private static final ManifestText MANIFEST = manifest("t-restart");
    private static final Pattern CHANGE = Pattern.compile("reason=\"(SwarmReachable|SwarmUnreachable)\"");

    private final Scene scene;

    EngineRestartIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void whoOutlivesItTellsEachChangeOnceAndTheNextControllerDoesWhatWasAskedMeanwhile(@TempDir Path scratch)
            throws Exception {
        scene.awaitOthersGone();
        scene.apply(MANIFEST);
        var controller = scene.swarm().container(Swarm.CONTROLLER);
        try (var outside = outside(scratch)) {
            awaitState(outside, "SwarmReachable");
            scene.lab().kill(scene.lab().first());
            try {
                scene.edit(MANIFEST.replicas(2));
                awaitState(outside, "SwarmUnreachable");
            } finally {
                scene.lab().start(scene.lab().first());
            }
            awaitState(outside, "SwarmReachable");
            eventually(
                    "two tasks run",
                    () -> assertEquals(
                            2, scene.swarm().containers("t-restart-app").size()));
            scene.awaitReady("t-restart");
            assertNotEquals(controller, scene.swarm().container(Swarm.CONTROLLER), "it went with its engine");
            awaitState(outside, "SwarmReachable");
            assertTrue(outside.runs(), outside::printed);
        }
    }

    /** A controller that is no container, and has no folder to follow: it looks, and does nothing. */
    private Running outside(Path scratch) throws IOException {
        var key = Files.write(scratch.resolve("key"), new byte[32]);
        return scene.skep()
                .start(
                        "controller",
                        "--manifests",
                        scratch.resolve("none").toString(),
                        "--key-file",
                        key.toString(),
                        "--heartbeat",
                        scratch.resolve("alive").toString());
    }

    /** Each change once: no state follows itself. How often it changed meanwhile is the swarm's affair. */
    private static void awaitState(Running controller, String reason) {
        eventually("it tells " + reason, () -> {
            var told = CHANGE.matcher(controller.printed())
                    .results()
                    .map(m -> m.group(1))
                    .toList();
            assertEquals(reason, told.isEmpty() ? "" : told.getLast(), controller::printed);
            for (int i = 1; i < told.size(); i++) {
                assertNotEquals(told.get(i - 1), told.get(i), controller::printed);
            }
        });
    }
}
