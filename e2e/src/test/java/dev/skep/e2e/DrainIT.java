package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The node of the primary is drained while clients count, by the way of a node that stays; and then that of the next primary. */
@OnTheLab
class DrainIT {
    private static final String NAME = "t-drain";
    private static final ManifestText MANIFEST =
            manifest(NAME).mode("sentinel").replicas(2).via("gateway", 18037);

    private final Scene scene;
    private final Stage stage;

    DrainIT(Scene scene) {
        this.scene = scene;
        this.stage = new Stage(scene, MANIFEST);
    }

    /** The lowest of the others leads next, so of the three nodes two are drained; mostly one of them is the controller's. */
    @Test
    void thePrimaryOfADrainedNodeHandsOverFirstAndComesBackAsACopy() {
        var everywhere = scene.start(MANIFEST);
        stage.awaitHealthy();
        var first = service(stage.primary());
        drain(everywhere);
        var second = service(stage.primary());
        drain(everywhere);
        eventually("it is told who handed over to whom", () -> {
            var told = scene.skep().run("events", NAME);
            assertTrue(told.contains("hand the count over from " + first + " to " + second), told);
            assertTrue(told.contains("hand the count over from " + second + " to "), told);
        });
    }

    private void drain(Counter everywhere) {
        var primary = stage.primary();
        var drained = primary.node();
        var stays = scene.lab().nodes().stream()
                .filter(n -> !n.equals(drained))
                .toList()
                .getLast();
        var counter = new Counter(everywhere.urls().stream()
                .filter(url -> url.getHost().equals(stays.address()))
                .toList());
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            scene.swarm().drain(drained);
            Duration took;
            try {
                stage.awaitAnother(primary);
                took = Duration.ofNanos(System.nanoTime() - began);
                eventually("it has ended", () -> assertFalse(stage.members().contains(primary)));
                ledger.awaitAnswers(50);
                eventually("what is missing is told", () -> {
                    var status = scene.skep().run("status", NAME);
                    assertTrue(status.contains("its place is " + drained.name() + ", which is drained"), status);
                });
                assertEquals(2, stage.members().size());
            } finally {
                scene.swarm().activate(drained);
            }
            stage.awaitHealthy();
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            Changes.tell("the node of the primary is drained, until another leads, and active again", took, tally);
            tally.assertBalancedWithoutFailure();
        }
    }

    private static String service(Container member) {
        return member.inspect("{{index .Config.Labels \"com.docker.swarm.service.name\"}}");
    }
}
