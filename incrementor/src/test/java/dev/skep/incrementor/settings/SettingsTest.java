package dev.skep.incrementor.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    @Test
    void nothingIsNeededForOneRedisOnThisMachine() throws InvalidSettings {
        assertEquals(
                new Settings(
                        new RedisMode.Single(),
                        List.of(new HostPort("localhost", 6379)),
                        new RedisGroups.Given(List.of()),
                        Optional.empty(),
                        Optional.empty(),
                        new HostPort("0.0.0.0", 8080),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        "unknown"),
                Settings.from(Map.of()));
    }

    @Test
    void everyVariableIsRead() throws InvalidSettings {
        var settings = Settings.from(Map.of(
                "REDIS_MODE", "per-replica",
                "REDIS_NODES", "incr-shard-1:6379, [fd00::2]:7000",
                "REDIS_GROUPS", "incr-shard-1:6379,incr-shard-2:6379,incr-shard-2:6379",
                "REDIS_USER", "app",
                "REDIS_PASSWORD_FILE", "/run/secrets/redis",
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", "9000",
                "REQUEST_TIMEOUT", "750ms",
                "DRAIN", "0s",
                "HOSTNAME", "f00"));
        assertEquals(
                new Settings(
                        new RedisMode.PerReplica(),
                        List.of(new HostPort("incr-shard-1", 6379), new HostPort("fd00::2", 7000)),
                        new RedisGroups.Given(List.of(new HostPort("incr-shard-2", 6379))),
                        Optional.of("app"),
                        Optional.of(Path.of("/run/secrets/redis")),
                        new HostPort("127.0.0.1", 9000),
                        Duration.ofMillis(750),
                        Duration.ZERO,
                        "f00"),
                settings);
    }

    @Test
    void theAncestorsNamesMeanOneRedis() throws InvalidSettings {
        var settings = Settings.from(Map.of("REDIS_SERVER", "redis", "REDIS_PORT", "7001"));
        assertEquals(List.of(new HostPort("redis", 7001)), settings.redisNodes());
    }

    @Test
    void nodesGoBeforeTheAncestorsNamesAndEmptyIsAbsent() throws InvalidSettings {
        var settings = Settings.from(Map.of("REDIS_SERVER", "old", "REDIS_NODES", "new:1", "HTTP_PORT", " "));
        assertEquals(List.of(new HostPort("new", 1)), settings.redisNodes());
        assertEquals(8080, settings.http().port());
    }

    @ParameterizedTest
    @CsvSource({"1ms,PT0.001S", "5s,PT5S", "2m,PT2M", "10m,PT10M"})
    void durationsHaveAUnit(String text, Duration expected) throws InvalidSettings {
        assertEquals(expected, Settings.from(Map.of("REQUEST_TIMEOUT", text)).requestTimeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0s", "-1s", "11m", "1.5s", "5 s", "1h", "9999999s", "s"})
    void otherDurationsAreRefused(String text) {
        assertEquals(
                List.of("REQUEST_TIMEOUT=\"" + text + "\": allowed: a duration such as 500ms, 5s or 1m,"
                        + " at least 1ms and at most 10m"),
                problems(Map.of("REQUEST_TIMEOUT", text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis", "redis:", ":6379", "a:1,", "a:b", "a:0", "a:65536", "redis://a:1", "a b:1", "::1:9"})
    void otherNodesAreRefused(String text) {
        assertEquals(
                List.of("REDIS_NODES=\"" + text + "\": allowed: host:port,host:port,…"),
                problems(Map.of("REDIS_NODES", text)));
    }

    @Test
    void groupsMayBeListedInRedis() throws InvalidSettings {
        var settings = Settings.from(Map.of(
                "REDIS_MODE", "per-replica",
                "REDIS_NODES", "incr-shard-1:6379",
                "REDIS_GROUPS", "listed-in-redis:1"));
        assertEquals(new RedisGroups.Listed(), settings.redisGroups());
    }

    @Test
    void aSumWithoutKnowingAllGroupsIsRefused() {
        assertEquals(
                List.of("REDIS_GROUPS is missing: the host:port of every group, which REDIS_MODE=per-replica needs"),
                problems(Map.of("REDIS_MODE", "per-replica", "REDIS_NODES", "incr-shard-1:6379")));
    }

    @Test
    void sentinelsAndTheNameThatTheyKnowAreRead() throws InvalidSettings {
        var settings = Settings.from(Map.of(
                "REDIS_MODE", "sentinel",
                "REDIS_NODES", "incr-redis:6379",
                "REDIS_GROUPS", "incr-redis:6379",
                "REDIS_SENTINELS", "incr-sentinel-1:26379,incr-sentinel-2:26379",
                "REDIS_PRIMARY_NAME", "incr-redis",
                "REDIS_REPLICAS", "2"));
        assertEquals(
                new RedisMode.Sentinel(
                        List.of(new HostPort("incr-sentinel-1", 26_379), new HostPort("incr-sentinel-2", 26_379)),
                        "incr-redis",
                        2),
                settings.redisMode());
        assertEquals(new RedisGroups.Given(List.of()), settings.redisGroups());
    }

    @Test
    void withoutSentinelsOrTheNameTheModeIsRefused() {
        assertEquals(
                List.of(
                        "REDIS_SENTINELS is missing: the host:port of every sentinel, which REDIS_MODE=sentinel needs",
                        "REDIS_PRIMARY_NAME is missing: the name by which the sentinels know the primary, which"
                                + " REDIS_MODE=sentinel needs"),
                problems(Map.of("REDIS_MODE", "sentinel")));
    }

    @Test
    void theNumberOfReplicasIsANumber() {
        for (var number : List.of("two", "-1", "100")) {
            assertEquals(
                    List.of("REDIS_REPLICAS=\"" + number + "\": allowed: a whole number from 0 to 99"),
                    problems(Map.of(
                            "REDIS_MODE", "sentinel",
                            "REDIS_SENTINELS", "incr-sentinel-1:26379",
                            "REDIS_PRIMARY_NAME", "incr-redis",
                            "REDIS_REPLICAS", number)));
        }
    }

    @Test
    void aUserHasAPassword() {
        assertEquals(
                List.of("REDIS_PASSWORD_FILE is missing: the password of REDIS_USER"),
                problems(Map.of("REDIS_USER", "app")));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertEquals(
                List.of(
                        "REDIS_MODE=\"cluster\": allowed: single, sentinel, per-replica",
                        "REDIS_SERVER=\"redis:6379\": allowed: a host name or an address, without a port",
                        "REDIS_PORT=\"0\": allowed: a whole number from 1 to 65535",
                        "HTTP_PORT=\"eighty\": allowed: a whole number from 0 to 65535"),
                problems(Map.of(
                        "REDIS_MODE", "cluster",
                        "REDIS_SERVER", "redis:6379",
                        "REDIS_PORT", "0",
                        "HTTP_PORT", "eighty")));
    }

    private static List<String> problems(Map<String, String> environment) {
        return assertThrows(InvalidSettings.class, () -> Settings.from(environment))
                .problems();
    }
}
