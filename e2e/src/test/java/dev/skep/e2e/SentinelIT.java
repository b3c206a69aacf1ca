package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One counter in three Redis and more, watched by three sentinels and more; what befalls it is FaultsIT's. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class SentinelIT {
    /** On a busy machine a Redis may stall for a second; who is replaced for that is not asked here. */
    private static final ManifestText MANIFEST = manifest("t-sentinel")
            .mode("sentinel")
            .redis("sentinel: { downAfter: 5s }")
            .replicas(2)
            .via("gateway", 18022);

    private static final ManifestText FIVE = MANIFEST.redis("sentinel: { downAfter: 5s, members: 5 }");
    private static final ManifestText FIVE_OF_EACH =
            MANIFEST.redis("sentinel: { downAfter: 5s, members: 5, sentinels: 5 }");

    private static final ManifestText TWO_OF_THREE =
            manifest("t-two").mode("sentinel").redis("sentinel: { downAfter: 5s, members: 2 }");

    private final Scene scene;
    private final Stage stage;

    SentinelIT(Scene scene) {
        this.scene = scene;
        this.stage = new Stage(scene, MANIFEST);
    }

    @BeforeAll
    void start() {
        scene.edit(TWO_OF_THREE);
    }

    @Test
    void aMembersAndSentinelsAreOnDistinctNodesAndOneIsPrimary() {
        scene.start(MANIFEST);
        stage.awaitHealthy(); // with one primary by their own word
        assertEquals(3, nodes(stage.members()).size());
        assertEquals(3, nodes(stage.sentinels()).size());
        eventually("the status names who is what", () -> {
            var status = scene.skep().run("status", "t-sentinel");
            assertEquals(1, count(status, "primary t-sentinel-redis-"), status);
            assertEquals(2, count(status, "follows, lag under 1 MiB"), status);
            assertEquals(3, count(status, "watches t-sentinel-redis-"), status);
            assertEquals(0, count(status, "not so:"), status);
        });
    }

    @Test
    void aOfTwoMembersAndThreeSentinelsNoTwoSentinelsShareANode() {
        scene.awaitReady("t-two");
        var two = new Stage(scene, TWO_OF_THREE);
        assertEquals(2, nodes(two.members()).size());
        assertEquals(3, nodes(two.sentinels()).size());
        assertFalse(scene.skep().run("status", "t-two").contains("TooFewNodes"));
        scene.delete("t-two");
    }

    @Test
    void bMoreMembersComeWhileItCountsAndFewerAreHeldWhileAllAreKeptWell() {
        becomesWhileItCounts(MANIFEST, FIVE);
        eventually("all five are told of", () -> assertReplicas(4));
        eventually("five on three nodes are told of", () -> {
            var status = scene.skep().run("status", "t-sentinel");
            assertTrue(status.contains("TooFewNodes"), status);
        });

        scene.edit(MANIFEST);
        scene.awaitLog("t-sentinel", "held: FewerMembers", "write members: 5");
        var primary = stage.primary();
        var replica = stage.members().stream()
                .filter(m -> !m.equals(primary))
                .findFirst()
                .orElseThrow();
        long healed = healed();
        stage.tell(replica, "replicaof", "127.0.0.1", "1");
        eventually("it is told whom to follow", () -> assertTrue(healed() > healed));
        eventually("all five are well", () -> assertReplicas(4));
        scene.apply(FIVE);
    }

    /** Of five a majority is three: the first three are told so one after the other, while they watch. */
    @Test
    void cMoreSentinelsComeWhileItCounts() {
        becomesWhileItCounts(FIVE, FIVE_OF_EACH);
        eventually("all five watch it and know each other", () -> {
            assertReplicas(4);
            assertEquals(5, stage.sentinels().size());
            for (var sentinel : stage.sentinels()) {
                var watched = stage.tellSentinel(sentinel, "sentinel", "master", "t-sentinel-redis");
                assertTrue(watched.contains("num-other-sentinels\n4\n"), watched);
                assertTrue(watched.contains("quorum\n3\n"), watched);
            }
        });
    }

    /** No request fails meanwhile. */
    private void becomesWhileItCounts(ManifestText before, ManifestText after) {
        try (var ledger = Ledger.open(scene.start(before))) {
            ledger.awaitAnswers(50);
            scene.apply(after);
            ledger.awaitAnswers(100);
            ledger.settle().assertBalancedWithoutFailure();
        }
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

    private static Set<Lab.Node> nodes(List<Container> containers) {
        return containers.stream().map(Container::node).collect(Collectors.toSet());
    }
}
