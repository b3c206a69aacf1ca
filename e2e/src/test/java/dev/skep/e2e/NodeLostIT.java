package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.e2e.Lab.Node;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A power cut of a node. Last, for the node needs a while to find back. */
@OnTheLab
@Order(Integer.MAX_VALUE)
class NodeLostIT {
    private static final ManifestText MANIFEST = manifest("t-lost").replicas(3).via("gateway", 18013);

    private final Scene scene;

    NodeLostIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void itsTasksMoveTheOthersCountOnAndTheControllerGoesOn() {
        var everywhere = scene.start(MANIFEST);
        var lost = aNodeWithoutControllerAndVolume();
        var others = new Counter(everywhere.urls().stream()
                .filter(url -> !url.getHost().equals(lost.address()))
                .toList());

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
