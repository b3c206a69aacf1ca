package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One counter in three Redis, watched by three sentinels. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class SentinelIT {
    private static final ManifestText MANIFEST =
            manifest("t-sentinel").mode("sentinel").replicas(2).via("gateway", 18022);

    private final Scene scene;

    SentinelIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aMembersAndSentinelsAreOnDistinctNodesAndOneIsPrimary() {
        scene.start(MANIFEST);
        assertEquals(3, nodes("t-sentinel-redis-").size());
        assertEquals(3, nodes("t-sentinel-sentinel-").size());
        assertEquals(1, primaries().size());
        eventually("the status names who is what", () -> {
            var status = scene.skep().run("status", "t-sentinel");
            assertEquals(1, count(status, "primary t-sentinel-redis-"), status);
            assertEquals(2, count(status, "follows, lag under 1 MiB"), status);
            assertEquals(3, count(status, "watches t-sentinel-redis-"), status);
            assertEquals(0, count(status, "not so:"), status);
        });
    }

    private static long count(String text, String words) {
        return text.lines().filter(l -> l.contains(words)).count();
    }

    @Test
    void bAPrimaryThatIsKilledLosesAndDoublesNothing() {
        var counter = scene.start(MANIFEST);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            var killed = primaries().getFirst();
            killed.kill();
            ledger.awaitAnswers(100);
            eventually("another is primary", () -> {
                assertEquals(1, primaries().size());
                assertNotEquals(killed, primaries().getFirst());
            });
            ledger.settle().assertBalanced();
        }
        scene.awaitReady("t-sentinel");
    }

    @Test
    void cAllMembersKilledAtOnceLoseAndDoubleNothing() {
        var counter = scene.start(MANIFEST);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            members().forEach(Container::kill);
            ledger.awaitAnswers(100);
            ledger.settle().assertBalanced();
        }
        scene.awaitReady("t-sentinel");
    }

    private Set<Lab.Node> nodes(String services) {
        return three(services).stream().map(Container::node).collect(Collectors.toSet());
    }

    private List<Container> members() {
        return three("t-sentinel-redis-");
    }

    private List<Container> three(String services) {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(n -> scene.swarm().containers(services + n).stream())
                .toList();
    }

    private List<Container> primaries() {
        return members().stream()
                .filter(m -> m.exec("sh", "-c", "REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" redis-cli role")
                        .out()
                        .startsWith("master"))
                .toList();
    }
}
