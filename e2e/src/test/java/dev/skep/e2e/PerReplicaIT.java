package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A Redis, and so a counter, for each app task. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class PerReplicaIT {
    private static final ManifestText MANIFEST =
            manifest("t-shards").mode("per-replica").replicas(3).via("gateway", 18021);

    private final Scene scene;

    PerReplicaIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aEachTaskCountsForItselfAndTheSumKnowsOfAll() {
        var counter = scene.start(MANIFEST);
        Map<String, List<Long>> given = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            var answer = counter.get("/");
            given.computeIfAbsent(Counter.task(answer), _ -> new ArrayList<>()).add(Counter.number(answer));
        }
        assertEquals(3, given.size(), given::toString);
        for (var values : given.values()) {
            assertEquals(LongStream.rangeClosed(1, values.size()).boxed().toList(), values, given::toString);
        }
        assertEquals(60, counter.sum());
    }

    @Test
    void bAShardThatIsKilledKeepsWhatItCounted() {
        var counter = scene.start(MANIFEST);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            var killed = scene.swarm().container("t-shards-shard-2-1");
            killed.kill();
            eventually(
                    "the shard runs again",
                    () -> assertNotEquals(killed, scene.swarm().container("t-shards-shard-2-1")));
            ledger.awaitAnswers(50);
            ledger.settle().assertSumBalanced();
        }
    }

    @Test
    void cReplicasBringTheirShardsAndLeaveThemBehindInTheSum() {
        var counter = scene.start(MANIFEST);
        var before = counter.sum();
        scene.apply(MANIFEST.replicas(4));
        assertEquals(before, counter.sum());
        var shard = scene.swarm().container("t-shards-shard-4-1");
        eventually("the fourth counts", () -> assertEquals("1", keysOf(shard, counter)));
        var counted = counter.sum();

        scene.apply(MANIFEST.replicas(2));
        assertEquals(2, scene.swarm().containers("t-shards-app").size());
        assertEquals(counted, counter.sum());
        assertEquals(shard, scene.swarm().container("t-shards-shard-4-1"));
    }

    @Test
    void dAnotherModeIsHeldWhileTheShardsHoldACount() {
        var counter = scene.start(MANIFEST);
        var versions = scene.swarm().versions("t-shards");
        scene.edit(MANIFEST.mode("single"));
        scene.awaitLog("t-shards", "ModeChange");
        assertEquals(versions, scene.swarm().versions("t-shards"));
        counter.next();
        scene.apply(MANIFEST);
    }

    /** Counts once more, and says how many counters the shard then holds. */
    private static String keysOf(Swarm.Container shard, Counter counter) {
        counter.next();
        return shard.exec("sh", "-c", "REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" redis-cli exists counter")
                .ok()
                .strip();
    }
}
