package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One counter in three Redis and more, watched by three sentinels; what befalls it is FaultsIT's. */
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

    @Test
    void bMoreMembersComeWhileItCountsAndFewerAreHeldWhileAllAreKeptWell() {
        var more = MANIFEST.redis("sentinel: { members: 4 }");
        try (var ledger = Ledger.open(scene.start(MANIFEST))) {
            ledger.awaitAnswers(50);
            scene.apply(more);
            ledger.awaitAnswers(100);
            ledger.settle().assertBalancedWithoutFailure();
        }
        eventually("all four are told of", () -> assertReplicas(3));

        scene.edit(MANIFEST);
        scene.awaitLog("t-sentinel", "held: FewerMembers", "write members: 4");
        var primary = primaries().getFirst();
        var replica =
                members().stream().filter(m -> !m.equals(primary)).findFirst().orElseThrow();
        long healed = healed();
        new Stage(scene, MANIFEST).tell(replica, "replicaof", "127.0.0.1", "1");
        eventually("it is told whom to follow", () -> assertTrue(healed() > healed));
        eventually("all four are well", () -> assertReplicas(3));
        scene.apply(more);
    }

    private long healed() {
        return scene.skep()
                .run("events", "t-sentinel")
                .lines()
                .filter(l -> l.contains("Healed") && l.contains(" follow "))
                .count();
    }

    private void assertReplicas(int number) {
        var status = scene.skep().attempt("status", "t-sentinel").said();
        assertEquals(number, count(status, "follows, lag under 1 MiB"), status);
        assertEquals(0, count(status, "not so:"), status);
    }

    private static long count(String text, String words) {
        return text.lines().filter(l -> l.contains(words)).count();
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
                .filter(m -> m.exec(
                                "sh",
                                "-c",
                                "REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" redis-cli --user health role")
                        .out()
                        .startsWith("master"))
                .toList();
    }
}
