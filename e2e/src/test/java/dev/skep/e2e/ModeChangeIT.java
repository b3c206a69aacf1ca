package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** One Redis becomes several that sentinels watch, or one for each task, and one again, while clients count. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class ModeChangeIT {
    private static final ManifestText SINGLE =
            manifest("t-change").mode("single").replicas(2).via("gateway", 18031);
    private static final ManifestText SENTINEL = SINGLE.mode("sentinel");
    private static final ManifestText PER_REPLICA = SINGLE.mode("per-replica");

    private final Scene scene;

    ModeChangeIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aFromSingleToSentinelNoRequestFails() {
        change("single -> sentinel", SINGLE, SENTINEL);
        assertTrue(scene.swarm().hasService("t-change-redis-3"));
        losesItsPrimary(SENTINEL);
    }

    @Test
    void bFromSentinelToSingleNoRequestFails() {
        change("sentinel -> single", SENTINEL, SINGLE);
        assertFalse(scene.swarm().hasService("t-change-redis-2"));
        assertFalse(scene.swarm().hasService("t-change-sentinel-1"));
        assertKeptBefore("t-change-redis-\\d+, t-change-redis-\\d+");
        losesItsPrimary(SINGLE);
    }

    @Test
    void cFromSingleToPerReplicaNoRequestFails() {
        cross("single -> per-replica", SINGLE, PER_REPLICA);
        assertEquals(Set.of("shard-1", "shard-2"), groups());
    }

    @Test
    void dFromPerReplicaToSingleNoRequestFails() {
        cross("per-replica -> single", PER_REPLICA, SINGLE);
        assertEquals(Set.of("redis"), groups());
        assertKeptBefore("t-change-shard-1-\\d+, t-change-shard-2-\\d+");
        losesItsPrimary(SINGLE);
    }

    /** By way of single, which the two above show. */
    @Test
    @EnabledIfEnvironmentVariable(named = "SKEP_ALL", matches = "yes")
    void eFromSentinelToPerReplicaNoRequestFails() {
        cross("sentinel -> per-replica", SENTINEL, PER_REPLICA);
        assertEquals(Set.of("shard-1", "shard-2"), groups());
    }

    /** By way of single, which the two above show. */
    @Test
    @EnabledIfEnvironmentVariable(named = "SKEP_ALL", matches = "yes")
    void fFromPerReplicaToSentinelNoRequestFails() {
        cross("per-replica -> sentinel", PER_REPLICA, SENTINEL);
        assertEquals(Set.of("redis", "sentinel"), groups());
        losesItsPrimary(SENTINEL);
    }

    /** Of the Redis and sentinels that there are, without their numbers: {@code redis}, {@code shard-2}. */
    private Set<String> groups() {
        return scene.swarm().versions("t-change").keySet().stream()
                .map(s -> s.replaceFirst("^t-change-", ""))
                .filter(s -> s.matches("(redis|sentinel|shard-\\d+)-\\d+"))
                .map(s -> s.replaceFirst("-\\d+$", ""))
                .collect(Collectors.toSet());
    }

    /** A backup of what counts on was taken before these volumes went out of use. */
    private void assertKeptBefore(String volumes) {
        var newest = scene.skep()
                .run("backup", "t-change", "--list")
                .lines()
                .toList()
                .get(1);
        assertTrue(newest.matches(".* before " + volumes + " went out of use"), newest);
    }

    /** Between several counters and one. In the end, where it is one, no value is given twice. */
    private void cross(String what, ManifestText from, ManifestText to) {
        var counter = scene.start(from);
        var groups = groups();
        try (var ledger = Ledger.open(counter);
                var _ = new Sums(counter, ledger)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            scene.apply(to);
            eventually(
                    "those of before have gone",
                    () -> assertTrue(Collections.disjoint(groups, groups()), groups()::toString));
            var took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            Changes.tellSum(what, took, tally);
            tally.assertSumBalancedWithoutFailure();
            if (!to.equals(PER_REPLICA)) {
                var tasks = scene.swarm().containers("t-change-app");
                assertEquals(0, tally.doubledAmong(task -> tasks.stream().anyMatch(c -> c.id().startsWith(task))));
            }
        }
        if (!to.equals(PER_REPLICA)) {
            try (var ledger = Ledger.open(counter)) {
                ledger.awaitAnswers(50);
                ledger.settle().assertBalancedWithoutFailure();
            }
        }
    }

    /** Another is elected; or the one Redis leads again. Nothing of the count is lost either way. */
    private void losesItsPrimary(ManifestText manifest) {
        try (var stage = new Stage(scene, manifest)) {
            stage.suffer(Fault.PROCESS_KILLED).tally().assertBalanced();
        }
    }

    private void change(String what, ManifestText from, ManifestText to) {
        var counter = scene.start(from);
        Changes.make(what, counter, () -> scene.apply(to));
    }
}
