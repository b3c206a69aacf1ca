package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.observed.Labels;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
        var create = town.work(INCR.desired()).stream()
                .filter(s -> s.what().equals("create service incr-redis-1"))
                .map(s -> ((Step.CreateService) s).spec())
                .findFirst()
                .orElseThrow();
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
        accept();
        assertEquals(
                List.of("forget the data of volume incr-redis-1", "update service incr-redis-1"),
                town.steps(INCR.desired()));
        town.bring(INCR.desired());
        assertEquals("aof", town.service("incr-redis-1").label(Labels.DATA));
        assertTrue(town.observe().configs().stream()
                .noneMatch(c -> KnownData.ACCEPT.equals(c.labels().get(Labels.COMPONENT))));
    }

    @Test
    void onlyTheShardThatIsEmptyIsForgotten() {
        town.bring(INCR.perReplica().desired());
        swarm.empty("incr-shard-2-1");
        assertEquals(List.of("DataMissing"), reasons(INCR.perReplica()));
        accept();
        town.bring(INCR.perReplica().desired());
        assertEquals(List.of(), reasons(INCR.perReplica()));
    }

    @Test
    void oneEmptyCopyOfThreeIsCopiedAgainAndTwoAreHeld() {
        town.swarm().createNetwork(ControllerService.REDIS_NETWORK, Map.of(Labels.NAME, ControllerService.NAME));
        town.bring(INCR.sentinel().desired());
        swarm.empty("incr-redis-1");
        assertEquals(List.of(), reasons(INCR.sentinel()));
        swarm.empty("incr-redis-2");
        assertEquals(List.of("DataMissing"), reasons(INCR.sentinel()));
    }

    /** Two of three may start at nothing and make one of them the primary: the third would copy that. */
    @Test
    void aCopyThatIsAwayMayHaveWhatTheOthersLost() {
        town.swarm().createNetwork(ControllerService.REDIS_NETWORK, Map.of(Labels.NAME, ControllerService.NAME));
        town.bring(INCR.sentinel().desired());
        swarm.empty("incr-redis-1");
        swarm.empty("incr-redis-2");
        assertEquals(List.of(), away());
        swarm.empty("incr-redis-3");
        assertEquals(List.of("incr-redis-3"), away());
    }

    private List<String> away() {
        return KnownData.away("incr", List.of("incr-redis-1", "incr-redis-2"), town.observe());
    }

    private void accept() {
        swarm.createConfig(
                "an-acceptance",
                Map.of(Labels.NAME, "incr", Labels.COMPONENT, KnownData.ACCEPT),
                "incr".getBytes(StandardCharsets.UTF_8));
    }

    private List<String> reasons(Sample sample) {
        return town.plan(sample.desired()).holds().stream().map(Hold::reason).toList();
    }
}
