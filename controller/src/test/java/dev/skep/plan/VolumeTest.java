package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedNode;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which node holds a volume. */
final class VolumeTest {
    private static final Sample INCR = Sample.named("incr");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void volumesSpreadOverTheNodes() {
        List.of("a", "b", "c", "d").forEach(n -> town.bring(Sample.named(n).desired()));
        assertEquals(List.of(2L, 1L, 1L), volumesOfEachNode());
    }

    @Test
    void theVolumesOfAPlanSpreadAsWellAndANodeIsWrittenOnce() {
        var five = INCR.perReplica().withReplicas(5).desired();
        assertEquals(
                List.of(
                        "pin volume incr-shard-1-1, incr-shard-4-1 to node node1",
                        "pin volume incr-shard-2-1, incr-shard-5-1 to node node2",
                        "pin volume incr-shard-3-1 to node node3"),
                town.steps(five).stream().filter(s -> s.startsWith("pin")).toList());
        town.bring(five);
        assertEquals(List.of(2L, 2L, 1L), volumesOfEachNode());
    }

    @Test
    void membersOfAGroupAreOnDistinctNodesHoweverFullThese() {
        town.bring(INCR.perReplica().withReplicas(1).desired());
        town.bring(Sample.named("shop").withPort(9000).sentinel().desired());
        assertEquals(
                List.of(1L, 1L, 1L),
                town.observe().nodes().stream()
                        .map(n -> n.labels().keySet().stream()
                                .filter(l -> l.startsWith(Labels.VOLUME_PREFIX + "shop-redis-"))
                                .count())
                        .toList());
    }

    @Test
    void aVolumeIsPinnedOnceAndStaysWhereItIs() {
        town.bring(INCR.desired());
        var before = town.observe().nodesWithVolume("incr-redis-1").getFirst().hostname();
        town.removeService("incr-redis-1");
        swarm.node(1).ready(false);
        assertEquals(List.of("create service incr-redis-1"), town.steps(INCR.desired()));
        assertEquals("node1", before);
    }

    @Test
    void aNodeThatTakesNoTasksGetsNone() {
        swarm.node(1).ready(false);
        town.bring(INCR.desired());
        assertEquals(
                "node2",
                town.observe().nodesWithVolume("incr-redis-1").getFirst().hostname());
    }

    @Test
    void withoutAnyReadyNodeRedisIsNotMadeYet() {
        List.of(1, 2, 3).forEach(n -> swarm.node(n).ready(false));
        var plan = town.plan(INCR.desired());
        assertEquals(List.of("NoNode"), plan.holds().stream().map(Hold::reason).toList());
        assertTrue(plan.steps().stream().noneMatch(s -> s.what().contains("service incr-redis-1")), plan.toString());
        swarm.node(3).ready(true);
        assertTrue(town.steps(INCR.desired()).contains("pin volume incr-redis-1 to node node3"));
    }

    @Test
    void aLostVolumeIsHeldAndNeverReplacedByAnEmptyOne() {
        town.bring(INCR.desired());
        var node = town.observe().nodesWithVolume("incr-redis-1").getFirst();
        var spec = node.spec().deepCopy();
        spec.withObject("Labels").remove(Labels.VOLUME_PREFIX + "incr-redis-1");
        swarm.updateNode(node.id(), node.version(), spec);
        var plan = town.plan(INCR.desired());
        assertEquals(List.of(), plan.steps());
        var hold = plan.holds().getFirst();
        assertEquals("VolumeLost", hold.reason());
        assertTrue(hold.message().contains("--label-add dev.skep.volume.incr-redis-1=aof"), hold.message());
        assertTrue(hold.message().endsWith("skep accept-data-loss incr --yes"), hold.message());
    }

    /** A change to one Redis waits for all copies: who waits for ever must be told for what. */
    @Test
    void aCopyThatIsNotWantedAnyMoreAndWhoseVolumeIsLostIsToldOf() {
        town.bring(INCR.sentinel().desired());
        town.loseLabel("incr-redis-3");
        var hold = town.plan(INCR.desired()).holds().getFirst();
        assertEquals("VolumeLost", hold.reason());
        assertTrue(hold.message().contains("--label-add dev.skep.volume.incr-redis-3=aof NODE"), hold.message());
    }

    /** Copies that are written in another way would be held when the way before is asked for again. */
    @Test
    void copiesOfAnotherPersistenceThanThatOfTheCountAreNotMade() {
        town.bring(INCR.desired());
        var plan = town.plan(INCR.sentinel().withPersistence(Persistence.RDB).desired());
        assertEquals(
                Set.of("PersistenceChange"),
                plan.holds().stream().map(Hold::reason).collect(Collectors.toSet()));
        assertTrue(
                plan.steps().stream()
                        .noneMatch(s -> s.what().contains("service incr-redis-")
                                || s.what().contains("volume")),
                plan::toString);
    }

    /** Who could be copied from is known once somebody leads. */
    @Test
    void whereNobodyLeadsOneEmptyCopyIsMissingToo() {
        var desired = INCR.sentinel().desired();
        town.bring(desired);
        swarm.empty("incr-redis-1");
        for (int looks = 0; looks < 3; looks++) {
            town.observe();
        }
        var led = GroupView.healthy().silent("m1").member("m2", new Primary()).replica("m3", "m2");
        assertEquals(List.of(), town.plan(desired, with(led)).holds());
        var nobody = GroupView.healthy()
                .electNobody()
                .silent("m1")
                .lonely("m2", 9)
                .lonely("m3", 9)
                .allLead("m1");
        assertEquals("DataMissing", onlyHold(town.plan(desired, with(nobody))));
    }

    private Observed with(GroupView group) {
        return town.observe().with("incr", group.observed());
    }

    /** What is said to a person who gives up the data of a node that is gone, and where that leads. */
    @Test
    void whoGivesUpALostVolumeIsAskedOnceMoreBeforeTheCountBeginsAtZero() {
        town.bring(INCR.desired());
        town.observe().nodes().forEach(this::forgetAll);
        relabel(town.observe().nodes().get(1), "aof");
        swarm.empty("incr-redis-1");
        assertEquals("DataMissing", onlyHold(town.plan(INCR.desired())));
        town.accept("incr", "incr-redis-1");
        town.bring(INCR.desired());
        assertEquals(List.of(), town.plan(INCR.desired()).holds());
    }

    @Test
    void aVolumeThatIsMovedWithoutTheLabelOfItsDataIsStillKnownToHaveSome() {
        town.bring(INCR.desired());
        town.bring(Desired.nothing("incr"));
        town.loseLabel("incr-redis-1");
        relabel(town.observe().nodes().get(2), "aof");
        var create = town.created("incr-redis-1", INCR.desired());
        assertEquals("aof", create.path("Labels").path(Labels.DATA).asText());
        town.bring(INCR.desired());
        assertEquals("aof", town.observe().nodes().get(2).labels().get(Labels.DATA_PREFIX + "incr-redis-1"));
    }

    @Test
    void aVolumeOfWhichOnlyItsDataAreKnownIsPinnedToWhereTheyAre() {
        town.bring(Sample.named("other").withPort(9000).desired());
        town.bring(INCR.desired());
        var node = town.observe().nodesWithVolume("incr-redis-1").getFirst();
        town.bring(Desired.nothing("incr"));
        town.loseLabel("incr-redis-1");
        swarm.node(2).ready(false);
        assertEquals("node2", node.hostname());
        assertTrue(town.steps(INCR.desired()).contains("pin volume incr-redis-1 to node node2"));
    }

    @Test
    void aVolumeThatTwoNodesClaimIsNotTouched() {
        town.bring(INCR.desired());
        town.observe().nodes().forEach(n -> relabel(n, "aof"));
        assertEquals(
                "VolumeAmbiguous",
                onlyHold(town.plan(INCR.withRedisImage("redis:8").desired())));
    }

    /** Nothing says any more where the volume is, and two nodes were counted on: one of them has old data, or none. */
    @Test
    void aVolumeWhoseDataTwoNodesClaimIsHeldUntilAPersonSaysWhich() {
        town.bring(INCR.desired());
        town.bring(Desired.nothing("incr"));
        town.loseLabel("incr-redis-1");
        var label = Labels.DATA_PREFIX + "incr-redis-1";
        label(town.observe().nodes().get(2), label, "aof");
        var plan = town.plan(INCR.desired());
        assertEquals("VolumeAmbiguous", onlyHold(plan));
        assertTrue(plan.steps().stream().noneMatch(s -> s.what().contains("incr-redis-1")), plan.toString());
        var message = plan.holds().getFirst().message();
        assertTrue(message.contains("the nodes node1, node3 carry the label " + label), message);
        assertTrue(message.endsWith("docker node update --label-rm " + label + " NODE"), message);

        unlabel(town.observe().nodes().get(0), label);
        assertTrue(town.steps(INCR.desired()).contains("pin volume incr-redis-1 to node node3"));
    }

    @Test
    void redisIsNotStartedOnWhatItWroteInAnotherWay() {
        town.bring(INCR.desired());
        assertEquals(
                "PersistenceChange",
                onlyHold(town.plan(INCR.withPersistence(Persistence.RDB).desired())));

        town.bring(Desired.nothing("incr"));
        var comesBack = town.plan(INCR.withPersistence(Persistence.RDB).desired());
        assertEquals("PersistenceChange", onlyHold(comesBack));
        assertTrue(comesBack.steps().stream().noneMatch(s -> s.what().contains("service incr-redis-1")));
    }

    private void relabel(ObservedNode node, String persistence) {
        label(node, Labels.VOLUME_PREFIX + "incr-redis-1", persistence);
    }

    private void label(ObservedNode node, String label, String value) {
        var spec = node.spec().deepCopy();
        spec.withObject("Labels").put(label, value);
        swarm.updateNode(node.id(), node.version(), spec);
    }

    private void unlabel(ObservedNode node, String label) {
        var spec = node.spec().deepCopy();
        spec.withObject("Labels").remove(label);
        swarm.updateNode(node.id(), node.version(), spec);
    }

    private void forgetAll(ObservedNode node) {
        var spec = node.spec().deepCopy();
        spec.putObject("Labels");
        swarm.updateNode(node.id(), node.version(), spec);
    }

    private static String onlyHold(Plan plan) {
        assertEquals(1, plan.holds().size(), plan.toString());
        return plan.holds().getFirst().reason();
    }

    private List<Long> volumesOfEachNode() {
        return town.observe().nodes().stream()
                .map(n -> n.labels().keySet().stream()
                        .filter(l -> l.startsWith(Labels.VOLUME_PREFIX))
                        .count())
                .toList();
    }
}
