package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Redis or sentinels that are gone until this is closed: what Swarm starts in their place is killed as soon as it runs. */
final class KeptAway implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

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
    }

    private final List<Lost> lost;
    private final AtomicBoolean end = new AtomicBoolean();
    private final CompletableFuture<?> killing;

    /** Kills them, at the same time. */
    KeptAway(List<Container> containers) {
        lost = containers.stream().map(Lost::of).toList();
        Stage.all(containers, Container::kill);
        killing = CompletableFuture.allOf(lost.stream()
                .map(l -> CompletableFuture.runAsync(
                        () -> kill(l), task -> Thread.ofPlatform().start(task)))
                .toArray(CompletableFuture[]::new));
    }

    private void kill(Lost whoseSuccessors) {
        try {
            while (!end.get()) {
                for (var successor : whoseSuccessors.successors()) {
                    successor.node().docker().attempt("kill", successor.id()); // Swarm may have ended it already
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Nobody is back, and they are killed still. */
    void assertAway() {
        assertFalse(killing.isDone(), "they are kept away no more");
        for (var one : lost) {
            for (var successor : one.successors()) {
                var answer = successor.exec("sh", "-c", PING);
                assertFalse(answer.out().contains("PONG"), () -> one.service() + " answers");
            }
        }
    }

    @Override
    public void close() {
        end.set(true);
        killing.orTimeout(1, TimeUnit.MINUTES).join();
    }
}
