package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.desired.topology.Data;
import dev.skep.manifest.Topology;
import dev.skep.observed.Observed;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** On which nodes the sentinels run of which there are more than members. */
final class SentinelPlacesTest {
    private static final Sample TWO_OF_THREE = copies(2, 3);

    @Test
    void whoHasNoMemberToStandBesideGoesToANodeWithout() {
        assertEquals(
                Map.of("incr-sentinel-1", "node1", "incr-sentinel-2", "node2", "incr-sentinel-3", "node3"),
                nodes(brought(TWO_OF_THREE, new Town(new FakeSwarm(3)))));
    }

    @Test
    void severalOfThemGoToSeveralNodes() {
        var nodes = nodes(brought(copies(3, 5), new Town(new FakeSwarm(5))));
        assertEquals(5, nodes.size());
        assertEquals(5, Set.copyOf(nodes.values()).size(), nodes::toString);
    }

    /** Another manifest's volumes let this one's members, and so its sentinels, begin at another node. */
    @Test
    void theNodesThatItsMembersWillGetAreLeftToThem() {
        var town = new Town(new FakeSwarm(3));
        town.bring(Sample.named("other").withPort(9000).desired());
        assertEquals(
                Map.of("incr-sentinel-1", "node2", "incr-sentinel-2", "node3", "incr-sentinel-3", "node1"),
                nodes(brought(TWO_OF_THREE, town)));
    }

    @Test
    void onTooFewNodesTheyStandBesideTheMembersInTurn() {
        var town = brought(copies(3, 5), new Town(new FakeSwarm(3)));
        assertEquals(Map.of(), places(copies(3, 5), town.observe()));
        assertEquals(
                Set.of("node1", "node2", "node3"), new TreeSet<>(nodes(town).values()));
        assertEquals(5, nodes(town).size());
    }

    @Test
    void ofThoseWhoFindNoNodeOfTheirOwnAsFewAsCanBeStandBesideOthers() {
        var nodes = nodes(brought(copies(3, 5), new Town(new FakeSwarm(4))));
        assertEquals(Set.of("node1", "node2", "node3", "node4"), new TreeSet<>(nodes.values()));
    }

    @Test
    void whereThereAreAsManyMembersEachStandsBesideItsOwn() {
        var town = brought(copies(3, 3), new Town(new FakeSwarm(5)));
        assertEquals(Map.of(), places(copies(3, 3), town.observe()));
    }

    @Test
    void oneNodeMoreTakesTheOneThatSharesAndNoOther() {
        var swarm = new FakeSwarm(3);
        swarm.node(3).ready(false);
        var town = brought(TWO_OF_THREE, new Town(swarm));
        assertEquals(Set.of("node1", "node2"), new TreeSet<>(nodes(town).values()));
        var before = town.observe();

        swarm.node(3).ready(true);
        assertEquals(List.of("update service incr-sentinel-3"), town.steps(TWO_OF_THREE.desired(town.observe())));
        brought(TWO_OF_THREE, town);
        assertEquals("node3", nodes(town).get("incr-sentinel-3"));
        assertEquals(
                before.service("incr-sentinel-1").orElseThrow().version(),
                town.service("incr-sentinel-1").version());
    }

    /** As a group that an earlier Skep made has them. */
    @Test
    void membersThatShareANodeLeaveItToOneSentinel() {
        var swarm = new FakeSwarm(4);
        swarm.node(3).ready(false);
        swarm.node(4).ready(false);
        var town = brought(copies(3, 3), new Town(swarm));
        assertEquals(Map.of(), places(copies(3, 3), town.observe()));
        swarm.node(4).ready(true);
        assertEquals(Map.of("incr-sentinel-3", id(town, "node4")), places(copies(3, 3), town.observe()));
    }

    @Test
    void whoIsPlacedStaysWhileItsNodeIsAway() {
        var swarm = new FakeSwarm(4);
        var town = brought(TWO_OF_THREE, new Town(swarm));
        var before = places(TWO_OF_THREE, town.observe());
        assertEquals(Map.of("incr-sentinel-3", id(town, "node3")), before);
        swarm.node(3).ready(false);
        assertEquals(before, places(TWO_OF_THREE, town.observe()));
    }

    @Test
    void whoseNodeHasLeftTheSwarmGetsAnother() {
        var town = brought(TWO_OF_THREE, new Town(new FakeSwarm(4)));
        town.meddle("incr-sentinel-3", spec -> spec.withObject("TaskTemplate")
                .withObject("Placement")
                .putArray("Constraints")
                .add("node.id==gone"));
        assertEquals(Map.of("incr-sentinel-3", id(town, "node3")), places(TWO_OF_THREE, town.observe()));
    }

    private static Sample copies(int members, int sentinels) {
        return Sample.named("incr")
                .withTopology(new Topology.Sentinel(members, sentinels, sentinels / 2 + 1, Duration.ofSeconds(1)));
    }

    private static Map<String, String> places(Sample sample, Observed observed) {
        return SentinelPlaces.of(sample.manifest(), Data.numbers("incr", observed), observed);
    }

    /** Looked at anew each time, as the controller does; and then there is nothing more to do. */
    private static Town brought(Sample sample, Town town) {
        town.bring(sample.desired(town.observe()));
        assertEquals(List.of(), town.steps(sample.desired(town.observe())));
        return town;
    }

    /** Of each sentinel the node that it runs on. */
    private static Map<String, String> nodes(Town town) {
        var observed = town.observe();
        var nodes = new TreeMap<String, String>();
        for (var service : observed.servicesOf("incr")) {
            if (service.name().startsWith("incr-sentinel-")) {
                var task = observed.staying(service).getFirst();
                nodes.put(
                        service.name(), observed.nodesById().get(task.nodeId()).hostname());
            }
        }
        return nodes;
    }

    private static String id(Town town, String hostname) {
        return town.observe().nodes().stream()
                .filter(n -> n.hostname().equals(hostname))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
