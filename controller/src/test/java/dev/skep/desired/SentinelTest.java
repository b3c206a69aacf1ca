package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.manifest.Topology;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One count in several Redis, and those who watch them. */
final class SentinelTest {
    private static final Sample COPIES = Sample.named("incr").sentinel();

    @Test
    void everyMemberAndEverySentinelIsAServiceThatIsThereBeforeTheApp() {
        assertEquals(
                List.of(
                        "incr-redis-1",
                        "incr-redis-2",
                        "incr-redis-3",
                        "incr-sentinel-1",
                        "incr-sentinel-2",
                        "incr-sentinel-3",
                        "incr-app"),
                COPIES.desired().services().stream()
                        .map(DesiredService::name)
                        .filter(n -> !n.equals("incr-gateway"))
                        .toList());
    }

    @Test
    void theAppIsToldWhomToAskForThePrimary() {
        assertEquals(
                List.of(
                        "REDIS_MODE=sentinel",
                        "REDIS_NODES=incr-redis:6379",
                        "REDIS_GROUPS=incr-redis:6379",
                        "REDIS_SENTINELS=incr-sentinel-1:26379,incr-sentinel-2:26379,incr-sentinel-3:26379",
                        "REDIS_PRIMARY_NAME=incr-redis",
                        "REDIS_REPLICAS=2"),
                texts("incr-app", "/TaskTemplate/ContainerSpec/Env").limit(6).toList());
    }

    @Test
    void onlyRedisAndSentinelsMeetTheController() {
        for (var service : COPIES.desired().services()) {
            var networks = service.spec()
                    .at("/TaskTemplate/Networks")
                    .valueStream()
                    .map(n -> n.path("Target").asText());
            var meets = service.name().matches("incr-(redis|sentinel)-\\d");
            assertEquals(meets, networks.anyMatch("skep-redis"::equals), service.name());
        }
    }

    @Test
    void moreSentinelsThanMembersStandBesideThemInTurn() {
        var five = COPIES.withTopology(new Topology.Sentinel(3, 5, 3, Duration.ofSeconds(1)));
        assertEquals(
                "node.labels.dev.skep.volume.incr-redis-1==aof",
                five.desired()
                        .service("incr-sentinel-4")
                        .orElseThrow()
                        .spec()
                        .at("/TaskTemplate/Placement/Constraints/0")
                        .asText());
    }

    @Test
    void otherSettingsOfTheSentinelsReachTheseAndNoRedis() {
        var patient = COPIES.withTopology(new Topology.Sentinel(3, 3, 2, Duration.ofSeconds(9)));
        assertEquals(
                List.of("incr-sentinel-1", "incr-sentinel-2", "incr-sentinel-3"),
                patient.desired().services().stream()
                        .filter(s -> !COPIES.desired()
                                .service(s.name())
                                .orElseThrow()
                                .hash()
                                .equals(s.hash()))
                        .map(DesiredService::name)
                        .toList());
    }

    private static Stream<String> texts(String service, String path) {
        return COPIES.desired()
                .service(service)
                .orElseThrow()
                .spec()
                .at(path)
                .valueStream()
                .map(v -> v.asText());
    }
}
