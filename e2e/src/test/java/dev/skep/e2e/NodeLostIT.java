package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.skep.e2e.Lab.Node;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A power cut of a node. Last, for the node needs a while to find back. That of a primary with copies is FaultsIT's. */
@OnTheLab
@Order(Integer.MAX_VALUE)
class NodeLostIT {
    private static final ManifestText MANIFEST = manifest("t-lost").replicas(3).via("gateway", 18013);
    private static final ManifestText WITH_ITS_REDIS =
            manifest("t-lost-redis").replicas(3).via("gateway", 18014);

    private final Scene scene;

    NodeLostIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void itsTasksMoveTheOthersCountOnAndTheControllerGoesOn() {
        var everywhere = scene.start(MANIFEST);
        var lost = aNodeWithoutControllerAndVolume();
        var others = except(lost, everywhere);

        try (var ledger = Ledger.open(others)) {
            ledger.awaitAnswers(20);
            scene.lab().kill(lost);
            try {
                eventually("its tasks run elsewhere", () -> assertEquals(3, tasksElsewhere(lost)));
                ledger.awaitAnswers(100);
                scene.apply(MANIFEST.replicas(4));
                assertEquals(4, tasksElsewhere(lost));
            } finally {
                scene.lab().start(lost);
            }
            scene.awaitReady("t-lost");
            ledger.awaitAnswers(100);
            ledger.settle().assertBalanced();
        }
        assertEquals(3, scene.counter("t-lost").urls().size());
    }

    /** The volume is there and nowhere else: nobody begins a count elsewhere in its place. */
    @Test
    void withTheLoneRedisNobodyCountsUntilItIsBackAndThenTheCountGoesOn() {
        startBesideTheController(WITH_ITS_REDIS);
        var everywhere = scene.counter("t-lost-redis");
        var lost = scene.swarm().volumeNode("t-lost-redis");
        var others = except(lost, everywhere);

        try (var ledger = Ledger.open(others)) {
            ledger.awaitAnswers(50);
            scene.lab().kill(lost);
            try {
                eventually("nothing of it is left to the lost node, and its Redis to no other", () -> {
                    for (int slot = 1; slot <= 3; slot++) {
                        assertNotEquals(lost.name(), scene.swarm().nodeOf("t-lost-redis-app." + slot));
                    }
                    assertEquals("", scene.swarm().nodeOf("t-lost-redis-redis-1.1"));
                });
                for (var url : others.urls()) {
                    var answer = new Counter(List.of(url)).get("/counter");
                    assertEquals(503, answer.statusCode(), answer::toString);
                }
            } finally {
                scene.lab().start(lost);
            }
            ledger.awaitAnswers(100);
            scene.awaitReady("t-lost-redis");
            ledger.settle().assertBalanced();
        }
        assertEquals(lost, scene.swarm().volumeNode("t-lost-redis"));
        assertEquals(lost, scene.swarm().container("t-lost-redis-redis-1").node());
    }

    /** Its volume is made on another node than that on which the controller is, and which the tests speak to. */
    private void startBesideTheController(ManifestText manifest) {
        scene.swarm().pause(scene.lab().first());
        try {
            scene.apply(manifest);
        } finally {
            scene.swarm().activate(scene.lab().first());
        }
        scene.awaitReady(manifest.name());
    }

    private static Counter except(Node node, Counter counter) {
        return new Counter(counter.urls().stream()
                .filter(url -> !url.getHost().equals(node.address()))
                .toList());
    }

    private Node aNodeWithoutControllerAndVolume() {
        var volume = scene.swarm().volumeNode("t-lost");
        return scene.lab().nodes().reversed().stream()
                .filter(n -> !n.equals(volume) && !n.equals(scene.lab().first()))
                .findFirst()
                .orElseThrow();
    }

    private long tasksElsewhere(Node lost) {
        return scene.swarm().containers("t-lost-app").stream()
                .filter(c -> !c.node().equals(lost))
                .count();
    }
}
