package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Lab.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The swarm of the controller's engine has no leader for a while. Late, for the nodes need a while to find back. */
@OnTheLab
@Order(Integer.MAX_VALUE - 1)
class QuorumLostIT {
    private static final ManifestText MANIFEST = manifest("t-quorum");

    /**
     * How a controller ends that runs on, or that Swarm has ended: a leader that was just elected may take a node for lost that is
     * well, and start all anew that runs there.
     */
    private static final Set<String> NOT_BY_ITSELF = Set.of("0", "143");

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
        var exit = controller.inspect("{{.State.ExitCode}}");
        assertTrue(NOT_BY_ITSELF.contains(exit), exit);
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
        eventually("it goes on", () -> assertTrue(reached(controller) >= 2, scene::log));
    }

    /** How often it, or the one in its place, has found the swarm. */
    private long reached(Swarm.Container controller) {
        return Stream.of(controller, scene.swarm().container(Swarm.CONTROLLER))
                .distinct()
                .mapToLong(c -> told(c, "swarm reachable"))
                .sum();
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
