package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.e2e.Swarm.Container;
import java.util.ArrayList;
import java.util.List;

/**
 * Redis or sentinels that are gone until this is closed: they are killed, and what Swarm starts in their place is held as soon as
 * it runs, before it has found out what it is to do. At the end that is killed too, so what comes back knows nothing.
 */
final class KeptAway implements AutoCloseable {
    /** Asks whichever of the two it is. */
    private static final String PING = """
            export REDISCLI_AUTH="$(cat /run/secrets/redis-password)"
            timeout 1 redis-cli --user health -p 6379 ping || timeout 1 redis-cli --user health -p 26379 ping
            """;

    /** In whose place others come. */
    private record Lost(Container container, String service) {
        static Lost of(Container container) {
            return new Lost(container, container.inspect("{{index .Config.Labels \"com.docker.swarm.service.name\"}}"));
        }

        /** Volumes and places are pinned to nodes: where it was it comes again. */
        List<Container> successors() {
            var node = container.node();
            var label = "label=com.docker.swarm.service.name=" + service;
            var ids = node.docker().run("ps", "-q", "--no-trunc", "--filter", "status=running", "--filter", label);
            return ids.lines().map(id -> new Container(node, id)).toList();
        }

        Container held() {
            var found = new ArrayList<Container>();
            eventually(service + " is started again", () -> {
                found.clear();
                found.addAll(successors());
                assertEquals(1, found.size());
                found.getFirst().signal("STOP");
            });
            return found.getFirst();
        }
    }

    private final List<Lost> lost;
    private final List<Container> held;

    /** Kills them, at the same time, and holds their successors. */
    KeptAway(List<Container> containers) {
        lost = containers.stream().map(Lost::of).toList();
        Stage.all(containers, Container::kill);
        held = lost.parallelStream().map(Lost::held).toList();
    }

    /** They are held still, and do not answer. */
    void assertAway() {
        assertEquals(
                held, lost.stream().flatMap(one -> one.successors().stream()).toList());
        for (var one : held) {
            var answer = one.exec("sh", "-c", PING);
            assertFalse(answer.out().contains("PONG"), () -> one + " answers");
        }
    }

    @Override
    public void close() {
        Stage.all(held, Container::kill);
    }
}
