package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Lab.Node;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The swarm of the controller's engine has no leader for a while. Late, for the nodes need a while to find back. */
@OnTheLab
@Order(Integer.MAX_VALUE - 1)
class QuorumLostIT {
    private static final ManifestText MANIFEST = manifest("t-quorum");

    private final Scene scene;

    QuorumLostIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void theControllerTellsItOnceLivesOnAndFollowsWhenTheLeaderIsBack() {
        scene.apply(MANIFEST);
        var controller = scene.swarm().container(Swarm.CONTROLLER);
        var others = scene.lab().nodes().stream()
                .filter(n -> !n.equals(scene.lab().first()))
                .toList();
        cut(others, controller);
        scene.awaitReady("t-quorum");
        assertEquals(2, scene.swarm().containers("t-quorum-app").size());
        assertEquals(controller, scene.swarm().container(Swarm.CONTROLLER), "the same controller all the time");
        assertEquals(1, told(controller, "swarm unreachable"), scene::log);
    }

    /** What is asked for meanwhile is done afterwards. */
    private void cut(List<Node> others, Swarm.Container controller) {
        try {
            others.forEach(scene.lab()::partition);
            scene.edit(MANIFEST.replicas(2));
            eventually("it is told", () -> assertEquals(1, told(controller, "swarm unreachable")));
            var status = scene.skep().attempt("status");
            assertEquals(1, status.exit(), status::toString);
            assertTrue(status.err().startsWith("skep: "), status::toString);
        } finally {
            others.forEach(scene.lab()::heal);
        }
        eventually("it goes on", () -> assertTrue(told(controller, "swarm reachable") >= 2, scene::log));
    }

    /** Its node's engine answers this without the swarm. */
    private static long told(Swarm.Container controller, String what) {
        return controller
                .node()
                .docker()
                .attempt("logs", controller.id())
                .said()
                .lines()
                .filter(line -> line.contains("msg=\"" + what + "\""))
                .count();
    }
}
