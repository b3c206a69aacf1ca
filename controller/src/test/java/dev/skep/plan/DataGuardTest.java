package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Passage;
import dev.skep.desired.topology.Shards;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was counted is left behind by no change of a manifest. */
final class DataGuardTest {
    private static final Sample SINGLE = Sample.named("incr");
    private static final Sample PER_REPLICA = SINGLE.perReplica();

    private final Town town = new Town(new FakeSwarm(3));

    @Test
    void anotherModeIsHeldAsAWholeWhileTheOldOneHoldsACount() {
        town.bring(SINGLE.desired());
        var plan = town.plan(PER_REPLICA.desired());
        assertEquals(List.of(), plan.steps());
        assertEquals("ModeChange", plan.holds().getFirst().reason());
        assertTrue(
                plan.holds().getFirst().message().contains("counted in incr-redis-1"),
                plan.holds().toString());
    }

    @Test
    void soItIsTheOtherWayRound() {
        town.bring(PER_REPLICA.desired());
        assertEquals(
                List.of("ModeChange"),
                town.plan(SINGLE.desired()).holds().stream().map(Hold::reason).toList());
    }

    /** Tasks count in the first shards though no controller is there, and then a node is drained. */
    @Test
    void aShardThatRanUnnotedAndDoesNotRunNowStaysWhereAnotherModeIsAskedFor() {
        town.act(PER_REPLICA.desired());
        assertEquals(Set.of(1), holding(1, "shutdown"));
        for (var other : List.of("pending", "preparing", "rejected", "failed")) {
            assertEquals(Set.of(), holding(1, other), "one that never came up: " + other);
        }
        town.retire("incr-shard-1-1");
        assertEquals(Set.of(), holding(1, "shutdown"), "others have it");
    }

    /** Where this shard's tasks are in that state, and all others wait for a node. */
    private Set<Integer> holding(int slot, String state) {
        var seen = town.observe();
        var shard = seen.service("incr-shard-%d-1".formatted(slot)).orElseThrow();
        var tasks = seen.tasks().stream()
                .map(t -> new ObservedTask(
                        t.id(),
                        t.serviceId(),
                        t.slot(),
                        t.nodeId(),
                        t.serviceId().equals(shard.id()) ? state : "pending",
                        "running",
                        t.changedAt(),
                        "",
                        t.templateHash(),
                        t.addresses()))
                .toList();
        var observed = new Observed(
                seen.at(), seen.nodes(), seen.services(), tasks, seen.networks(), seen.configs(), seen.secrets());
        var passage = Passage.of("incr", new Topology.Single(), Persistence.AOF, observed);
        return passage.shards().holding();
    }

    @Test
    void copiesThatRunAreHandedOverAndThoseThatDoNotAreHeld() {
        town.bring(SINGLE.desired());
        assertEquals(List.of(), reasons(town.plan(SINGLE.sentinel().desired())));
        var other = Sample.named("shop").withPort(9000);
        town.bring(other.sentinel().desired());
        assertEquals(List.of(), reasons(town.plan(other.desired())));
        town.bring(Desired.nothing("shop"));
        assertEquals(List.of("ModeChange"), reasons(town.plan(other.desired())));
        assertEquals(List.of(), town.plan(other.desired()).steps());
    }

    private static List<String> reasons(Plan plan) {
        return plan.holds().stream().map(Hold::reason).toList();
    }

    @Test
    void alsoWhereTheManifestWasDeletedInBetween() {
        town.bring(PER_REPLICA.desired());
        town.bring(Desired.nothing("incr"));
        assertEquals(List.of(), town.plan(SINGLE.desired()).steps());
    }

    @Test
    void theOldModeAgainIsNothingToDo() {
        town.bring(PER_REPLICA.desired());
        town.plan(SINGLE.desired());
        assertEquals(new Plan("incr", List.of(), List.of(), List.of()), town.plan(PER_REPLICA.desired()));
    }

    @Test
    void aCountThatWasOnlyInMemoryIsGoneWithItsRedis() {
        var inMemory = SINGLE.withPersistence(Persistence.NONE);
        town.bring(inMemory.desired());
        assertEquals(List.of("incr-redis-1"), Data.volumes("incr", town.observe()));
        town.bring(Desired.nothing("incr"));
        assertEquals(List.of(), Data.volumes("incr", town.observe()));
        town.bring(inMemory.perReplica().desired());
    }

    @Test
    void aPlaceForAVolumeInWhichNoRedisRanIsNoCount() {
        neverRuns();
        assertEquals(List.of(), Data.volumes("incr", town.observe()));
        assertEquals(List.of(), reasons(town.plan(PER_REPLICA.desired())));
    }

    /** Its image was wrong, for example, and then the mode or the persistence is corrected as well. */
    @Test
    void aVolumeInWhichNoRedisRanIsWrittenInWhicheverWayIsAskedFor() {
        neverRuns();
        var inMemory = SINGLE.withPersistence(Persistence.NONE);
        for (var other : List.of(SINGLE.withPersistence(Persistence.RDB), SINGLE.sentinel(), inMemory)) {
            var desired = other.desired();
            assertEquals(List.of(), reasons(town.plan(desired)));
            town.act(desired);
            var written = desired.service("incr-redis-1")
                    .orElseThrow()
                    .volume()
                    .orElseThrow()
                    .written();
            var node = town.observe().nodesWithVolume("incr-redis-1").getFirst();
            assertEquals(written, node.labels().get(Labels.VOLUME_PREFIX + "incr-redis-1"));
        }
        town.swarm().quick("redis:7");
        town.bring(inMemory.desired());
        assertEquals(List.of("PersistenceChange"), reasons(town.plan(SINGLE.desired())));
    }

    private void neverRuns() {
        town.swarm().slow("redis:7");
        for (int look = 0; look < 10; look++) {
            town.act(SINGLE.desired());
        }
        assertEquals(1, town.observe().nodesWithVolume("incr-redis-1").size());
    }

    /** Else it would be no count any more as soon as that Redis is down. */
    @Test
    void whatFirstRunsWhileAnotherModeIsHeldIsKnownToCount() {
        neverRuns();
        town.swarm().quick("redis:7");
        for (int look = 0; look < 10 && Data.volumes("incr", town.observe()).isEmpty(); look++) {
            assertFalse(isNoted("incr-redis-1"));
        }
        for (int look = 0; look < 10; look++) {
            assertEquals(List.of("ModeChange"), reasons(town.plan(PER_REPLICA.desired())));
            town.act(PER_REPLICA.desired());
        }
        assertTrue(isNoted("incr-redis-1"));
        assertEquals(List.of(), town.plan(PER_REPLICA.desired()).steps());
    }

    /** Asked for while it started: it counts with what it was started with, and what is held is not what it is. */
    @Test
    void whatFirstRunsWhileNoPersistenceIsAskedForIsKnownToCountAndStaysHeldWhenItIsDown() {
        neverRuns();
        town.swarm().quick("redis:7");
        var none = SINGLE.withPersistence(Persistence.NONE).desired();
        for (int look = 0; look < 10 && Data.volumes("incr", town.observe()).isEmpty(); look++) {
            assertFalse(isNoted("incr-redis-1"));
        }
        for (int look = 0; look < 10; look++) {
            town.act(none);
        }
        assertEquals("aof", town.service("incr-redis-1").label(Labels.DATA));
        town.removeService("incr-redis-1");
        assertEquals(List.of("PersistenceChange"), reasons(town.plan(none)));
    }

    @Test
    void whatIsInMemoryAloneIsNotedByNobodyAlsoWhereAFileIsAskedFor() {
        town.bring(SINGLE.withPersistence(Persistence.NONE).desired());
        for (int look = 0; look < 5; look++) {
            assertEquals(List.of("PersistenceChange"), reasons(town.plan(SINGLE.desired())));
            town.act(SINGLE.desired());
        }
        assertFalse(isNoted("incr-redis-1"));
    }

    private boolean isNoted(String volume) {
        return town.observe().nodesWithVolume(volume).getFirst().labels().containsKey(Labels.DATA_PREFIX + volume);
    }

    @Test
    void theShardsThatCountedAreKnownFromTheirVolumes() {
        town.bring(PER_REPLICA.withReplicas(12).desired());
        town.bring(Sample.named("incr-shard-20").withPort(9000).desired());
        town.bring(Sample.named("shop").withPort(9001).desired());
        assertEquals(12, Data.shards("incr", town.observe()).holding().size());
        assertEquals(Shards.NONE, Data.shards("shop", town.observe()));
        town.bring(Desired.nothing("incr"));
        assertEquals(12, Data.shards("incr", town.observe()).holding().size());
    }
}
