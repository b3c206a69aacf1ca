package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Exposure.Way;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a manifest to what the swarm should hold. */
final class IncrementorTest {
    private static final Sample INCR = Sample.named("incr");

    @Test
    void aSingleHasItsNetworkItsRedisAndItsAppInThisOrder() {
        var desired = INCR.desired(Way.NONE);
        assertEquals(
                List.of("incr OUTWARD", "incr_redis INTERNAL"),
                desired.networks().stream().map(n -> n.name() + " " + n.reach()).toList());
        assertEquals(List.of("incr-redis-1", "incr-app"), services(desired));
        assertEquals(1, desired.configs().size(), "how Redis starts");
    }

    @Test
    void onlyAGatewayAddsAServiceAndItsConfiguration() {
        var desired = INCR.desired(Way.GATEWAY);
        assertEquals(List.of("incr-redis-1", "incr-app", "incr-gateway"), services(desired));
        assertEquals(2, desired.configs().size(), "how Redis starts, and the gateway's");
    }

    @ParameterizedTest
    @EnumSource
    void everythingCarriesTheNameThatItWasMadeFor(Way way) {
        var desired = INCR.desired(way);
        for (var service : desired.services()) {
            assertEquals("incr", label(service.spec(), Labels.NAME));
            assertEquals("incr", label(service.spec(), Labels.STACK));
            assertEquals(service.component(), label(service.spec(), Labels.COMPONENT));
        }
        desired.networks().forEach(n -> assertEquals("incr", n.labels().get(Labels.NAME)));
        desired.configs().forEach(c -> assertEquals("incr", c.labels().get(Labels.NAME)));
        desired.secrets().forEach(s -> assertEquals("incr", s.labels().get(Labels.NAME)));
        assertEquals("redis", label(service(desired, "incr-redis-1").spec(), Labels.GROUP));
        assertEquals(Words.of(way), label(service(desired, "incr-app").spec(), Labels.VIA));
    }

    @Test
    void ingressPublishesTheAppOnItsVirtualAddress() {
        var endpoint = app(Way.INGRESS).path("EndpointSpec");
        assertEquals("vip", endpoint.path("Mode").asText());
        assertPublished(endpoint, "ingress");
    }

    @Test
    void hostPublishesTheAppOnTheNodesThatRunIt() {
        var endpoint = app(Way.HOST).path("EndpointSpec");
        assertEquals("dnsrr", endpoint.path("Mode").asText());
        assertPublished(endpoint, "host");
    }

    @Test
    void aGatewayIsPublishedOnEveryNodeInsteadOfTheApp() {
        var desired = INCR.desired(Way.GATEWAY);
        assertTrue(app(Way.GATEWAY).path("EndpointSpec").path("Ports").isEmpty());
        var gateway = service(desired, "incr-gateway").spec();
        assertTrue(gateway.path("Mode").has("Global"));
        assertPublished(gateway.path("EndpointSpec"), "host");
    }

    @ParameterizedTest
    @EnumSource
    void redisIsNeverPublished(Way way) {
        var redis = service(INCR.desired(way), "incr-redis-1").spec();
        assertTrue(redis.path("EndpointSpec").path("Ports").isEmpty());
    }

    @Test
    void noneIsReachedFromInsideOnly() {
        INCR.desired(Way.NONE)
                .services()
                .forEach(s ->
                        assertTrue(s.spec().path("EndpointSpec").path("Ports").isEmpty(), s.name()));
    }

    @Test
    void theAppFindsRedisByTheAliasOfItsGroup() {
        var desired = INCR.desired();
        var network = service(desired, "incr-redis-1").spec().at("/TaskTemplate/Networks/0");
        assertEquals("incr_redis", network.path("Target").asText());
        assertEquals("incr-redis", network.path("Aliases").path(0).asText());
        var environment = texts(service(desired, "incr-app").spec().at("/TaskTemplate/ContainerSpec/Env"));
        assertTrue(environment.contains("REDIS_NODES=incr-redis:6379"), environment.toString());
        assertTrue(environment.contains("REDIS_MODE=single"), environment.toString());
    }

    @Test
    void theAppIsToldHowLongARequestMayWaitAndIsGivenThatTimeToEnd() {
        var container = service(INCR.withRequestTimeout(Duration.ofMillis(1500)).desired(), "incr-app")
                .spec()
                .at("/TaskTemplate/ContainerSpec");
        assertTrue(texts(container.path("Env")).contains("REQUEST_TIMEOUT=1500ms"), container.toString());
        assertEquals(
                Duration.ofMillis(11_500).toNanos(),
                container.path("StopGracePeriod").asLong());
    }

    @Test
    void theVolumeIsTheMembersOwnAndTiesItToTheNodeThatHoldsIt() {
        var redis = service(INCR.desired(), "incr-redis-1");
        assertEquals(new Volume("incr-redis-1", "aof"), redis.volume().orElseThrow());
        assertEquals(
                "incr-redis-1",
                redis.spec().at("/TaskTemplate/ContainerSpec/Mounts/0/Source").asText());
        assertEquals(
                List.of("node.labels.dev.skep.volume.incr-redis-1==aof"),
                texts(redis.spec().at("/TaskTemplate/Placement/Constraints")));
    }

    @Test
    void twoRedisNeverShareAVolumeForARolloutStopsTheOldOneFirst() {
        assertEquals("stop-first", order(service(INCR.desired(), "incr-redis-1")));
        assertEquals("stop-first", order(service(INCR.desired(), "incr-gateway")));
        assertEquals("start-first", order(service(INCR.desired(), "incr-app")));
    }

    @Test
    void noPasswordStandsInWhatIsPlanned() {
        for (var secret : INCR.desired().secrets()) {
            assertTrue(secret.template().contains("{{"), secret.name());
        }
        var redis = service(INCR.desired(), "incr-redis-1").spec().toString();
        assertFalse(redis.contains("user app"), "the configuration of Redis is a secret");
        assertFalse(redis.contains("{{password"), "a password is read from its file");
    }

    @Test
    void replicasChangeTheAppAndNothingElse() {
        var before = INCR.desired();
        var after = INCR.withReplicas(10).desired();
        assertEquals(before.configs(), after.configs());
        assertEquals(before.secrets(), after.secrets());
        for (var name : List.of("incr-redis-1", "incr-gateway")) {
            assertEquals(service(before, name).hash(), service(after, name).hash(), name);
        }
        assertNotEquals(
                service(before, "incr-app").hash(), service(after, "incr-app").hash());
        assertEquals(
                service(before, "incr-app").templateHash(),
                service(after, "incr-app").templateHash(),
                "tasks that run are as good as new ones");
    }

    @Test
    void anImageChangesTheTasksOfTheAppOnly() {
        var before = INCR.desired();
        var after = INCR.withImage("skep/incrementor:2").desired();
        assertNotEquals(
                service(before, "incr-app").templateHash(),
                service(after, "incr-app").templateHash());
        assertEquals(
                service(before, "incr-redis-1").hash(),
                service(after, "incr-redis-1").hash());
        assertEquals(
                service(before, "incr-gateway").hash(),
                service(after, "incr-gateway").hash());
    }

    @Test
    void theSameManifestGivesTheSameHashes() {
        assertEquals(INCR.desired(), INCR.desired());
        assertTrue(service(INCR.desired(), "incr-app").hash().matches("[0-9a-f]{10}"));
    }

    @Test
    void noLimitTakesAnEarlierLimitBack() {
        var app = service(INCR.withResources(new ResourcesSpec(0, 0)).desired(), "incr-app");
        assertEquals(0, app.spec().at("/TaskTemplate/Resources/Limits/NanoCPUs").asLong(-1));
        assertEquals(
                0, app.spec().at("/TaskTemplate/Resources/Limits/MemoryBytes").asLong(-1));
    }

    @Test
    void anotherKeyIsAnotherSecret() {
        var one = INCR.desired();
        var two = INCR.desiredWithAnotherKey();
        assertTrue(one.secrets().stream().noneMatch(two.secrets()::contains));
    }

    @Test
    void onlyTheAppsTasksAreWatchedForAsLongAsTheManifestSays() {
        var desired = INCR.withMonitor(Duration.ofSeconds(10)).desired(Way.GATEWAY);
        assertEquals(Duration.ofSeconds(10), monitor(service(desired, "incr-app")));
        assertEquals(Duration.ofSeconds(3), monitor(service(desired, "incr-redis-1")));
        assertEquals(Duration.ofSeconds(3), monitor(service(desired, "incr-gateway")));
        assertEquals(
                service(INCR.desired(Way.GATEWAY), "incr-app").templateHash(),
                service(desired, "incr-app").templateHash(),
                "it replaces no task");
    }

    private static Duration monitor(DesiredService service) {
        return Duration.ofNanos(
                service.spec().path("UpdateConfig").path("Monitor").asLong());
    }

    private static void assertPublished(JsonNode endpoint, String mode) {
        var port = endpoint.path("Ports").path(0);
        assertEquals(1, endpoint.path("Ports").size());
        assertEquals(mode, port.path("PublishMode").asText());
        assertEquals(8080, port.path("PublishedPort").asInt());
    }

    private static ObjectNode app(Way way) {
        return service(INCR.desired(way), "incr-app").spec();
    }

    private static String order(DesiredService service) {
        return service.spec().path("UpdateConfig").path("Order").asText();
    }

    private static List<String> services(Desired desired) {
        return desired.services().stream().map(DesiredService::name).toList();
    }

    private static DesiredService service(Desired desired, String name) {
        return desired.service(name).orElseThrow();
    }

    private static String label(ObjectNode spec, String key) {
        return spec.path("Labels").path(key).asText();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
