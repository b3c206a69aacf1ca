package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Json;
import dev.skep.desired.Sample;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedGroup;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From what is wanted and what is there to what will be done. */
final class PlannerTest {
    private static final Sample INCR = Sample.named("incr");

    private final Town town = new Town(new FakeSwarm(3));

    /** What else is planned may fail each time. */
    @Test
    void whoMustLeadIsToldBeforeAllElseIsDone() {
        town.bring(INCR.desired());
        var started = GroupView.empty(new Endpoint("incr-redis-1", "10.0.0.2", "10.0.1.2"));
        var observed = town.observe().with("incr", new ObservedGroup(List.of(started), List.of(), List.of()));
        var steps = town.plan(INCR.withImage("skep/incrementor:2").desired(), observed).steps().stream()
                .map(Step::what)
                .filter(what -> what.startsWith("promote") || what.startsWith("update"))
                .toList();
        assertEquals(List.of("promote incr-redis-1", "update service incr-app"), steps);
    }

    @Test
    void whereSkepIsNotInstalledItSaysSoAndMakesNothing() {
        var bare = new Town(FakeSwarm.withoutSkep(3));
        var plan = bare.plan(INCR.sentinel().desired());
        assertEquals(List.of(), Town.work(plan).toList());
        assertEquals(
                "the network skep-redis, on which Skep meets Redis, is not there: skep install makes it",
                plan.holds().getFirst().message());
    }

    /** The engine refuses a port that another service still has. */
    @ParameterizedTest
    @EnumSource
    void fromEachWayInTheWayIsFreeToEachOther(Way from) {
        for (var to : Way.values()) {
            var swarm = new Town(new FakeSwarm(3));
            swarm.bring(INCR.desired(from));
            swarm.bring(INCR.desired(to));
            assertEquals(
                    to == Way.GATEWAY, swarm.observe().service("incr-gateway").isPresent(), from + " to " + to);
        }
    }

    @Test
    void theGatewayWaitsForThePortThatTheAppStillHas() {
        town.bring(INCR.desired(Way.INGRESS));
        var plan = town.plan(INCR.desired(Way.GATEWAY));
        assertEquals(List.of("incr-gateway is made once incr-app has given up port 8080"), plan.waits());
        assertTrue(plan.steps().stream().map(Step::what).anyMatch("update service incr-app"::equals), plan::toString);
    }

    @Test
    void whatServicesNeedIsMadeBeforeThemAndRedisBeforeTheApp() {
        assertEquals(
                List.of(
                        "create network incr",
                        "create network incr_redis",
                        "create config incr-start-member",
                        "create config incr-haproxy-cfg",
                        "create secret incr-redis-conf",
                        "create secret incr-redis-health",
                        "create secret incr-redis-password",
                        "pin volume incr-redis-1 to node node1",
                        "create service incr-redis-1",
                        "create service incr-app",
                        "create service incr-gateway"),
                town.steps(INCR.desired()).stream()
                        .map(PlannerTest::withoutHash)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsPlannedForWhatIsAsWanted(Way way) {
        town.bring(INCR.desired(way));
        assertEquals(new Plan("incr", List.of(), List.of(), List.of()), town.plan(INCR.desired(way)));
    }

    @Test
    void everyStepSaysWhoAsksForIt() {
        for (var step : town.plan(INCR.desired()).steps()) {
            var why = step.why();
            assertTrue(step instanceof Step.PinVolumes || why.contains("incr.yaml:1:1"), step.what() + ": " + why);
        }
    }

    @Test
    void replicasThatSomebodyChangedArePutBack() {
        town.bring(INCR.desired());
        town.meddle("incr-app", s -> replicas(s, 7));
        var update = onlyUpdate(INCR.desired());
        assertEquals("incr-app", update.name());
        assertTrue(update.why().startsWith("drift: "), update.why());
        assertEquals(List.of("Mode.Replicated.Replicas: 7 -> 3"), texts(update.changes()));
        assertEquals("1", update.spec().path("Labels").path(Labels.GENERATION).asText());
    }

    @Test
    void whatOthersAddedIsNoDrift() {
        town.bring(INCR.desired());
        town.meddle("incr-app", s -> s.withObject("Labels").put("somebody", "else"));
        assertEquals(List.of(), town.steps(INCR.desired()));
    }

    @Test
    void aServiceThatSomebodyRemovedIsMadeAgainForTheGenerationThatTheOthersHave() {
        town.bring(INCR.desired());
        town.bring(INCR.withReplicas(5).desired());
        town.removeService("incr-redis-1");
        var create = assertInstanceOf(
                Step.CreateService.class,
                town.work(INCR.withReplicas(5).desired()).getFirst());
        assertEquals("2", create.spec().path("Labels").path(Labels.GENERATION).asText());
    }

    @Test
    void aChangeOfTheManifestIsANewGenerationOfWhatItChanges() {
        town.bring(INCR.desired());
        var update = onlyUpdate(INCR.withReplicas(10).desired());
        assertEquals("asked for by incr.yaml:1:1", update.why());
        assertEquals("2", update.spec().path("Labels").path(Labels.GENERATION).asText());
        town.bring(INCR.withReplicas(10).desired());
        assertEquals("1", town.service("incr-redis-1").label(Labels.GENERATION));
        assertEquals("2", town.service("incr-app").label(Labels.GENERATION));
    }

    @Test
    void anImageWhoseTagMovedIsNotRolledOutByAnotherChange() {
        town.bring(INCR.desired());
        var image = image("incr-app");
        town.swarm().push("skep/incrementor:1.0.0", "another");
        town.bring(INCR.withReplicas(5).desired());
        town.swarm().registry(false);
        town.bring(INCR.withReplicas(6).desired());
        assertEquals(image, image("incr-app"));
    }

    @Test
    void secretsAreKeptForTheWayBackAndGoWhenThereIsNone() {
        town.bring(INCR.desired());
        var first = secrets();
        var rekeyed = INCR.desiredWithAnotherKey();
        town.bring(rekeyed);
        assertTrue(secrets().containsAll(first), "the spec before refers to them");
        town.bring(
                INCR.withRedisImage("redis:8").withImage("skep/incrementor:2").desiredWithAnotherKey());
        assertEquals(rekeyed.secrets().stream().map(s -> s.name()).collect(Collectors.toSet()), secrets());
    }

    @Test
    void aGatewayGoesBeforeTheAppTakesItsPort() {
        town.bring(INCR.desired(Way.GATEWAY));
        var steps = town.steps(INCR.desired(Way.HOST));
        assertEquals(List.of("remove service incr-gateway", "update service incr-app"), steps.subList(0, 2));
        assertTrue(steps.getLast().startsWith("remove config incr-haproxy-cfg"), steps.toString());
    }

    @Test
    void deletionEndsWhatCountsBeforeWhatItCountsInAndKeepsTheVolume() {
        town.bring(INCR.desired());
        assertEquals(
                List.of(
                        "remove service incr-app",
                        "remove service incr-gateway",
                        "remove service incr-redis-1",
                        "remove network incr",
                        "remove network incr_redis",
                        "remove config incr-history-1",
                        "remove config incr-start-member",
                        "remove config incr-haproxy-cfg",
                        "remove secret incr-redis-conf",
                        "remove secret incr-redis-health",
                        "remove secret incr-redis-password"),
                town.steps(Desired.nothing("incr")).stream()
                        .map(PlannerTest::withoutHash)
                        .toList());
        town.bring(Desired.nothing("incr"));
        assertEquals(List.of(), town.swarm().names());
        assertEquals(1, town.observe().nodesWithVolume("incr-redis-1").size());
    }

    @Test
    void twoManifestsNeverTouchEachOthersThings() {
        var shop = Sample.named("incr-shop").withPort(9000);
        town.bring(INCR.desired());
        town.bring(shop.desired());
        assertEquals(List.of(), town.steps(INCR.desired()));
        town.bring(Desired.nothing("incr"));
        assertEquals(List.of(), town.steps(shop.desired()));
        assertEquals(Set.of("incr-shop", ControllerService.NAME), town.observe().owners());
    }

    @Test
    void whatIsForeignIsInNoPlan() {
        town.swarm().createNetwork("other", Map.of());
        town.swarm().createConfig("incr-notes", Map.of("whose", "somebody's"), new byte[0]);
        town.swarm().createService(foreign("incr-helper"));
        town.bring(INCR.desired());
        town.bring(Desired.nothing("incr"));
        assertEquals(List.of("incr-helper", "other", "incr-notes"), town.swarm().names());
    }

    private static ObjectNode foreign(String name) {
        return Json.object(
                "Name", name, "TaskTemplate", Json.object("ContainerSpec", Json.object("Image", "somebody/else")));
    }

    private Step.UpdateService onlyUpdate(Desired desired) {
        var steps = town.work(desired);
        assertEquals(1, steps.size(), steps.toString());
        return assertInstanceOf(Step.UpdateService.class, steps.getFirst());
    }

    private Set<String> secrets() {
        return town.observe().secrets().stream().map(s -> s.name()).collect(Collectors.toSet());
    }

    private String image(String service) {
        var image = town.service(service)
                .spec()
                .at("/TaskTemplate/ContainerSpec/Image")
                .asText();
        assertFalse(image.isEmpty());
        return image;
    }

    private static void replicas(ObjectNode spec, int replicas) {
        spec.withObject("Mode").withObject("Replicated").put("Replicas", replicas);
    }

    private static List<String> texts(List<FieldChange> changes) {
        return changes.stream().map(FieldChange::toString).toList();
    }

    private static String withoutHash(String step) {
        return step.replaceFirst("-[0-9a-f]{10}$", "");
    }
}
