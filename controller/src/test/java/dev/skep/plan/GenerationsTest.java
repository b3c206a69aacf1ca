package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Sample;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.Endpoint;
import dev.skep.observed.History;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A manifest is one unit: it comes up as a whole or goes back as a whole, and the history tells. */
final class GenerationsTest {
    private static final Sample GOOD = Sample.named("incr");
    private static final Sample BAD_REDIS = GOOD.withImage("skep/incrementor:2").withRedisImage("broken:1");
    private static final Sample BAD_APP = GOOD.withImage("broken:1").withRedisImage("redis:8");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    GenerationsTest() {
        swarm.bad("broken:1");
    }

    @Test
    void allOfItGoesBackWhenOneServiceOfItFails() {
        town.bring(GOOD.desired());
        town.act(BAD_REDIS.desired());
        town.observe();
        assertTrue(image("incr-app").startsWith("skep/incrementor:2"), "the app went first, and well");
        town.bring(BAD_REDIS.desired());
        assertTrue(image("incr-app").startsWith("skep/incrementor:1.0.0@"), image("incr-app"));
        assertTrue(image("incr-redis-1").startsWith("redis:7@"), image("incr-redis-1"));
        assertEquals(List.of("2 rolled-back", "1 rolled-out"), history());
    }

    @Test
    void aServiceThatCameWithItGoesWithIt() {
        town.bring(GOOD.desired(Way.NONE));
        town.bring(GOOD.withImage("broken:1").desired());
        assertTrue(town.observe().service("incr-gateway").isEmpty());
    }

    @Test
    void aBadAppNeverInterruptsTheCount() {
        town.bring(GOOD.desired());
        var redis = town.service("incr-redis-1").version();
        town.act(BAD_APP.desired());
        assertEquals(
                List.of("incr-redis-1 is changed once this is rolled out: incr-app"),
                town.plan(BAD_APP.desired()).waits());
        town.bring(BAD_APP.desired());
        assertEquals(redis, town.service("incr-redis-1").version());
    }

    @Test
    void aRedisThatDoesNotRunWaitsForNothing() {
        var broken = GOOD.withRedisImage("broken:1").withFailureAction(FailureAction.PAUSE);
        town.bring(GOOD.desired());
        town.bring(broken.desired());
        var fixed = broken.withRedisImage("redis:8").withImage("skep/incrementor:2");
        assertEquals(List.of("update service incr-app", "update service incr-redis-1"), town.steps(fixed.desired()));
    }

    @Test
    void anotherPasswordReachesTheAppAndItsRedisTogether() {
        town.bring(GOOD.desired());
        var updates = town.steps(GOOD.desiredWithAnotherKey()).stream()
                .filter(s -> s.startsWith("update"))
                .toList();
        assertEquals(List.of("update service incr-app", "update service incr-redis-1"), updates);
    }

    /** It lets the controller in no more: it cannot be looked at before it is changed. */
    @Test
    void anotherKeyReachesAGroupThatSentinelsWatchAtOnce() {
        var group = GOOD.sentinel();
        town.bring(group.desired());
        var one = GroupView.empty(new Endpoint("incr-redis-2", "10.0.0.2", "10.0.1.2"));
        for (var members : List.of(List.<ObservedMember>of(), List.of(one))) {
            var answer = new ObservedGroup(members, List.of(), List.of());
            var updates = town
                    .plan(group.desiredWithAnotherKey(), town.observe().with("incr", answer))
                    .steps()
                    .stream()
                    .map(Step::what)
                    .filter(s -> s.startsWith("update"))
                    .map(s -> s.substring("update service incr-".length()))
                    .toList();
            assertEquals(
                    List.of("app", "redis-1", "redis-2", "redis-3", "sentinel-1", "sentinel-2", "sentinel-3"), updates);
        }
    }

    @Test
    void theVeryImageThatRanComesBackThoughItsTagHasMoved() {
        town.bring(GOOD.desired());
        var ran = image("incr-app");
        swarm.push("skep/incrementor:1.0.0", "another");
        town.bring(GOOD.withImage("broken:1").desired());
        assertEquals(ran, image("incr-app"));
    }

    @Test
    void aNumberIsNeverUsedTwiceNotEvenAfterAWayBack() {
        town.bring(GOOD.desired());
        town.bring(BAD_APP.desired());
        town.bring(GOOD.desired());
        town.bring(GOOD.withReplicas(5).desired());
        assertEquals(List.of("4 rolled-out", "3 rolled-out", "2 rolled-back", "1 rolled-out"), history());
    }

    @Test
    void everyServiceOfAGenerationHasItsNumber() {
        town.bring(GOOD.desired());
        town.bring(
                GOOD.withImage("skep/incrementor:2").withRedisImage("redis:8").desired());
        assertEquals("2", town.service("incr-app").label(Labels.GENERATION));
        assertEquals("2", town.service("incr-redis-1").label(Labels.GENERATION));
        assertEquals("1", town.service("incr-gateway").label(Labels.GENERATION));
    }

    @Test
    void whatTheManifestLeftBeforeAnythingBecameOfItIsSuperseded() {
        town.bring(GOOD.desired());
        swarm.slow("slow:1");
        town.act(GOOD.withImage("slow:1").desired());
        town.bring(GOOD.withImage("skep/incrementor:2").desired());
        assertEquals(List.of("3 rolled-out", "2 superseded", "1 rolled-out"), history());
    }

    @Test
    void tenAreKeptAndTheOneToGoBackTo() {
        town.bring(GOOD.desired());
        for (int i = 1; i <= 12; i++) {
            swarm.bad("broken:" + i);
            town.bring(GOOD.withImage("broken:" + i).desired());
        }
        var history = history();
        assertEquals(History.KEPT + 1, history.size(), history.toString());
        assertEquals("13 rolled-back", history.getFirst());
        assertEquals("1 rolled-out", history.getLast());
        town.bring(GOOD.desired());
        assertEquals(List.of("14 rolled-out", "13 rolled-back"), history().subList(0, 2));
        assertEquals(History.KEPT + 1, history().size());
    }

    @Test
    void anEntryHoldsTheManifestAsItIsWrittenAndNoPassword() {
        town.bring(GOOD.desired());
        assertEquals("text of " + GOOD.desired().hash(), swarm.text("incr-history-1"));
        var entry = History.of("incr", town.observe()).newest().orElseThrow();
        assertEquals("incr.yaml:1:1", entry.source());
        assertTrue(entry.began().isBefore(town.observe().at()));
    }

    @Test
    void theReasonIsKept() {
        town.bring(GOOD.desired());
        town.bring(BAD_APP.desired());
        var failed = History.of("incr", town.observe()).newest().orElseThrow();
        assertEquals("incr-app: task: non-zero exit (1)", failed.reason());
    }

    @Test
    void aWayBackThatFailsTooIsSaid() {
        town.bring(GOOD.desired());
        town.act(BAD_APP.desired());
        swarm.bad("skep/incrementor:1.0.0");
        town.bring(BAD_APP.desired());
        var hold = town.plan(BAD_APP.desired()).holds().getFirst();
        assertEquals("RollbackFailed", hold.reason());
        assertEquals("2 failed", history().getFirst(), "a way back that failed is none");
    }

    @Test
    void aWayBackIsNoSuccess() {
        town.bring(GOOD.desired());
        town.bring(BAD_APP.desired());
        var plan = town.plan(BAD_APP.desired());
        assertTrue(plan.isEmpty());
        assertFalse(plan.isDone());
    }

    @Test
    void whatOthersSetStaysOnTheWayBackToo() {
        town.bring(GOOD.desired());
        town.act(GOOD.withImage("broken:1").desired());
        town.meddle("incr-app", s -> {
            s.withObject("Labels").put("their", "own");
            s.withObject("TaskTemplate").withObject("Unknown").put("To", "Skep");
        });
        town.bring(GOOD.withImage("broken:1").desired());
        assertTrue(image("incr-app").startsWith("skep/incrementor:1.0.0@"), image("incr-app"));
        var spec = town.service("incr-app").spec();
        assertEquals("own", spec.at("/Labels/their").asText());
        assertEquals("Skep", spec.at("/TaskTemplate/Unknown/To").asText());
    }

    @Test
    void theHistoryGoesWithTheManifest() {
        town.bring(GOOD.desired());
        town.bring(Desired.nothing("incr"));
        assertEquals(List.of(), history());
    }

    private List<String> history() {
        return History.of("incr", town.observe()).generations().stream()
                .map(g -> g.number() + " " + g.outcome().word())
                .toList();
    }

    private String image(String service) {
        return town.service(service)
                .spec()
                .at("/TaskTemplate/ContainerSpec/Image")
                .asText();
    }
}
