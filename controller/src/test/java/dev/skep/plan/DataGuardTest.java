package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.desired.topology.Data;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
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

    @Test
    void oneRedisAndSeveralCopiesAreNotTakenForEachOther() {
        town.bring(SINGLE.desired());
        assertEquals(List.of("ModeChange"), reasons(town.plan(SINGLE.sentinel().desired())));
        var other = Sample.named("shop").withPort(9000);
        town.bring(other.sentinel().desired());
        assertEquals(List.of("ModeChange"), reasons(town.plan(other.desired())));
        assertEquals(List.of(), town.plan(other.desired()).steps());
        town.bring(Desired.nothing("shop"));
        assertEquals(List.of("ModeChange"), reasons(town.plan(other.desired())));
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
        town.swarm().slow("redis:7");
        for (int look = 0; look < 10; look++) {
            town.act(SINGLE.desired());
        }
        assertEquals(1, town.observe().nodesWithVolume("incr-redis-1").size());
        assertEquals(List.of(), Data.volumes("incr", town.observe()));
        assertEquals(List.of(), reasons(town.plan(PER_REPLICA.desired())));
    }

    @Test
    void theShardsThatCountedAreKnownFromTheirVolumes() {
        town.bring(PER_REPLICA.withReplicas(12).desired());
        town.bring(Sample.named("incr-shard-20").withPort(9000).desired());
        town.bring(Sample.named("shop").withPort(9001).desired());
        assertEquals(12, Data.shards("incr", town.observe()));
        assertEquals(0, Data.shards("shop", town.observe()));
        town.bring(Desired.nothing("incr"));
        assertEquals(12, Data.shards("incr", town.observe()));
    }
}
