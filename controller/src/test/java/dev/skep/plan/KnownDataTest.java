package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.observed.Labels;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An empty volume where there was data is no new one. */
final class KnownDataTest {
    private static final Sample INCR = Sample.named("incr");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void onceRedisRunsItsNodeAndItsServiceSayThatThereAreData() {
        town.bring(INCR.desired());
        var node = town.observe().nodesWithVolume("incr-redis-1").getFirst();
        assertEquals("aof", node.labels().get(Labels.DATA_PREFIX + "incr-redis-1"));
        assertEquals("aof", town.service("incr-redis-1").label(Labels.DATA));
        assertEquals("", town.service("incr-app").label(Labels.DATA));
    }

    @Test
    void whatIsOnlyInMemoryIsNeverMissed() {
        town.bring(INCR.withPersistence(Persistence.NONE).desired());
        assertEquals("", town.service("incr-redis-1").label(Labels.DATA));
    }

    @Test
    void aRedisThatIsMadeAgainKnowsFromTheStart() {
        town.bring(INCR.desired());
        town.bring(Desired.nothing("incr"));
        var create = town.created("incr-redis-1", INCR.desired());
        assertEquals("aof", create.path("Labels").path(Labels.DATA).asText());
    }

    @Test
    void anEmptyVolumeWhereThereWereDataIsHeldAndSaysWhatToDo() {
        town.bring(INCR.desired());
        swarm.empty("incr-redis-1");
        var plan = town.plan(INCR.desired());
        assertEquals(List.of(), plan.steps());
        var hold = plan.holds().getFirst();
        assertEquals("DataMissing", hold.reason());
        assertTrue(hold.message().contains("incr-redis-1 on node1"), hold.message());
        assertTrue(hold.message().contains("skep accept-data-loss incr --yes"), hold.message());
    }

    @Test
    void anotherImageIsNotRolledBackForDataThatAreMissing() {
        town.bring(INCR.desired());
        town.act(INCR.withRedisImage("redis:8").desired());
        swarm.empty("incr-redis-1");
        assertEquals("DataMissing", reasons(INCR.withRedisImage("redis:8")).getFirst());
    }

    @Test
    void onceItIsAcceptedItStartsAtNothingAndIsKnownAgain() {
        town.bring(INCR.desired());
        swarm.empty("incr-redis-1");
        town.accept("incr", "incr-redis-1");
        assertEquals(
                List.of("forget the data of volume incr-redis-1", "update service incr-redis-1"),
                town.steps(INCR.desired()));
        town.bring(INCR.desired());
        assertEquals("aof", town.service("incr-redis-1").label(Labels.DATA));
        assertTrue(
                town.observe().configs().stream().noneMatch(c -> c.name().startsWith("skep-accept-data-loss-incr-")));
    }

    @Test
    void onlyTheShardThatIsEmptyIsForgotten() {
        town.bring(INCR.perReplica().desired());
        swarm.empty("incr-shard-2-1");
        assertEquals(List.of("DataMissing"), reasons(INCR.perReplica()));
        town.accept("incr", "incr-shard-2-1");
        town.bring(INCR.perReplica().desired());
        assertEquals(List.of(), reasons(INCR.perReplica()));
    }

    @Test
    void whatIsLostAfterwardsIsNotAcceptedWithIt() {
        town.bring(INCR.perReplica().desired());
        swarm.empty("incr-shard-2-1");
        town.accept("incr", "incr-shard-2-1");
        swarm.empty("incr-shard-3-1");
        var plan = town.plan(INCR.perReplica().desired());
        assertEquals(
                List.of("forget the data of volume incr-shard-2-1", "update service incr-shard-2-1"),
                town.steps(INCR.perReplica().desired()));
        var message = plan.holds().getFirst().message();
        assertTrue(message.contains("incr-shard-3-1") && !message.contains("incr-shard-2-1"), message);

        for (int i = 0; i < 10; i++) {
            town.act(INCR.perReplica().desired());
        }
        assertEquals(
                "aof", town.service("incr-shard-2-1").label(Labels.DATA), "it is guarded again while another is held");
        swarm.empty("incr-shard-2-1");
        var again = town.plan(INCR.perReplica().desired()).holds().getFirst().message();
        assertTrue(again.contains("incr-shard-3-1") && again.contains("incr-shard-2-1"), again);
    }

    /** The third could copy from the two what they start with: nothing. */
    @Test
    void ofCopiesAllThatAreEmptyMustBeAcceptedBeforeOneForgets() {
        town.bring(INCR.sentinel().desired());
        swarm.empty("incr-redis-1");
        swarm.empty("incr-redis-2");
        town.accept("incr", "incr-redis-1", "incr-redis-2");
        swarm.empty("incr-redis-3");
        assertEquals(List.of("DataMissing"), reasons(INCR.sentinel()));
        assertEquals(List.of(), town.steps(INCR.sentinel().desired()));
        town.accept("incr", "incr-redis-1", "incr-redis-2", "incr-redis-3");
        assertEquals(List.of(), reasons(INCR.sentinel()));
    }

    @Test
    void oneEmptyCopyOfThreeIsCopiedAgainAndTwoAreHeld() {
        town.bring(INCR.sentinel().desired());
        swarm.empty("incr-redis-1");
        assertEquals(List.of(), reasons(INCR.sentinel()));
        swarm.empty("incr-redis-2");
        assertEquals(List.of("DataMissing"), reasons(INCR.sentinel()));
    }

    /** Two of three may start at nothing and make one of them the primary: the third would copy that. */
    @Test
    void aCopyThatIsAwayMayHaveWhatTheOthersLost() {
        town.bring(INCR.sentinel().desired());
        swarm.empty("incr-redis-1");
        swarm.empty("incr-redis-2");
        assertEquals(List.of(), away());
        swarm.empty("incr-redis-3");
        assertEquals(List.of("incr-redis-3"), away());
    }

    /** It ran when the loss was accepted. */
    @Test
    void nothingIsForgottenWhileACopyThatMayBeWholeIsAway() {
        town.bring(INCR.sentinel().desired());
        swarm.empty("incr-redis-1");
        swarm.empty("incr-redis-2");
        town.accept("incr", "incr-redis-1", "incr-redis-2");
        var node = town.observe().nodesWithVolume("incr-redis-3").getFirst();
        swarm.node(town.observe().nodes().indexOf(node) + 1).ready(false);
        town.observe();
        assertEquals(List.of(), town.steps(INCR.sentinel().desired()));
        assertTrue(town.plan(INCR.sentinel().desired())
                .holds()
                .getFirst()
                .message()
                .startsWith("incr-redis-3 may still"));
    }

    private List<String> away() {
        return KnownData.away("incr", List.of("incr-redis-1", "incr-redis-2"), town.observe());
    }

    private List<String> reasons(Sample sample) {
        return town.plan(sample.desired()).holds().stream().map(Hold::reason).toList();
    }
}
