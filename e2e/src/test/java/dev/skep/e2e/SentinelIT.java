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
    void bMoreMembersComeWhileItCounts() {
        becomesWhileItCounts("members: 3 -> 5", MANIFEST, FIVE);
        eventually("all five are told of", () -> assertReplicas(4));
        eventually("five on three nodes are told of", () -> {
            var status = scene.skep().run("status", "t-sentinel");
            assertTrue(status.contains("TooFewNodes"), status);
        });
    }

    /** Of five a majority is three: the first three are told so one after the other, while they watch. */
    @Test
    void cMoreSentinelsComeWhileItCounts() {
        becomesWhileItCounts("sentinels: 3 -> 5", FIVE, FIVE_OF_EACH);
        eventually("all five watch it and know each other", () -> assertWatched(5, 3, 4));
    }

    /** Each goes once the others are well; the app, which must know of all, is told last. */
    @Test
    void dFewerSentinelsAreLeftWhileItCounts() {
        becomesWhileItCounts("sentinels: 5 -> 3", FIVE_OF_EACH, FIVE);
        assertFalse(scene.swarm().hasService("t-sentinel-sentinel-4"));
        assertFalse(scene.swarm().hasService("t-sentinel-sentinel-5"));
        assertWatched(3, 2, 4);
    }

    /** The primary is one of those that go: it hands the count over, and nobody is elected. */
    @Test
    void eFewerMembersAreLeftWhileItCounts() {
        scene.apply(FIVE);
        leads("t-sentinel-redis-5");
        var planned = scene.skep()
                .attempt(
                        "plan",
                        scene.manifests().draft("t-sentinel", MANIFEST.text()).toString());
        assertTrue(
                planned.out().contains("not asked for any more: t-sentinel-redis-4, t-sentinel-redis-5"),
                planned::toString);
        becomesWhileItCounts("members: 5 -> 3", FIVE, MANIFEST);
        assertFalse(scene.swarm().hasService("t-sentinel-redis-4"));
        assertFalse(scene.swarm().hasService("t-sentinel-redis-5"));
        assertReplicas(2);
        assertWatched(3, 2, 2);
        var told = scene.skep().run("events", "t-sentinel");
        assertTrue(told.contains("hand the count over from t-sentinel-redis-5 to t-sentinel-redis-1"), told);
    }

    /** The sentinels take the one of the lowest priority, once they have asked for it. */
    private void leads(String member) {
        var container = scene.swarm().container(member);
        stage.tell(container, "config", "set", "replica-priority", "1");
        eventually(member + " leads", () -> {
            eventually("all are well", () -> assertReplicas(4));
            var primary = stage.primary();
            if (!primary.equals(container)) {
                stage.failOver(primary);
            }
            assertEquals(container, stage.primary());
        });
        eventually("all are well", () -> assertReplicas(4));
    }

    private void assertWatched(int sentinels, int quorum, int replicas) {
        assertReplicas(replicas);
        assertEquals(sentinels, stage.sentinels().size());
        for (var sentinel : stage.sentinels()) {
            var watched = stage.tellSentinel(sentinel, "sentinel", "master", "t-sentinel-redis");
            assertTrue(watched.contains("num-other-sentinels\n" + (sentinels - 1) + "\n"), watched);
            assertTrue(watched.contains("num-slaves\n" + replicas + "\n"), watched);
            assertTrue(watched.contains("quorum\n" + quorum + "\n"), watched);
        }
    }

    /** No request fails meanwhile. */
    private void becomesWhileItCounts(String what, ManifestText before, ManifestText after) {
        Changes.make(what, scene.start(before), () -> scene.apply(after));
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
