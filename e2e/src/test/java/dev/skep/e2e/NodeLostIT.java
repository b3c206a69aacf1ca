package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Lab.Node;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host of the swarm loses its power. */
@OnTheLab
class NodeLostIT {
    private static final int PORT = 18017;

    private final Scene scene;

    NodeLostIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void theOthersCountOnAndItsTasksMove() {
        scene.start(manifest("t-lost").replicas(3).via("auto", PORT));
        var holder = scene.swarm().volumeNode("t-lost");
        var lost = scene.lab().nodes().stream()
                .filter(n -> n.number() != 1 && n.number() != holder.number())
                .findFirst()
                .orElseThrow();
        var others = scene.lab().nodes().stream().filter(n -> !n.equals(lost)).toList();
        var counter = new Counter(others.stream().map(NodeLostIT::url).toList());
        long before = counter.next();

        scene.lab().kill(lost);
        try {
            eventually("the app runs on the nodes that are left", () -> {
                var containers = scene.swarm().containers("t-lost-app");
                assertEquals(3, containers.size());
                assertTrue(containers.stream().noneMatch(c -> c.node().equals(lost)), containers::toString);
            });
            eventually("it counts through every node that is left", () -> assertTrue(counter.next() > before));
            var values = List.of(counter.next(), counter.next());
            assertEquals(values.get(0) + 1, values.get(1));
        } finally {
            scene.lab().start(lost);
        }
        eventually("the node is back, and answers", () -> assertTrue(new Counter(List.of(url(lost))).read() > before));
        scene.awaitReady("t-lost");
    }

    private static URI url(Node node) {
        return URI.create("http://%s:%d/".formatted(node.address(), PORT));
    }
}
