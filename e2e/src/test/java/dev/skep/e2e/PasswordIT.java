package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis has passwords, which nobody but its tasks can read. */
@OnTheLab
class PasswordIT {
    private static final ManifestText ALONE = manifest("t-secret").via("gateway", 18009);
    private static final ManifestText COPIED =
            manifest("t-copied").mode("sentinel").redis("sentinel: { members: 2 }");

    /** For some seconds, in which there is a health check or two: what stands in the environments and command lines of all. */
    private static final String ALL_PROCESSES = """
            timeout 6 sh -c 'while :; do cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline; done' 2>/dev/null | tr '\\0' '\\n' | sort -u
            """;

    private final Scene scene;
    private Container redis;

    PasswordIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        scene.edit(COPIED);
        scene.start(ALONE).next();
        redis = scene.swarm().container("t-secret-redis-1");
    }

    @Test
    void noneStandsInAnEnvironmentACommandLineAnInspectionOrALog() {
        assertToldNowhere("t-secret", passwords("t-secret"));
    }

    @Test
    void noneOfThoseWithSentinelsDoes() {
        scene.awaitReady("t-copied");
        var sentinel = scene.swarm().container("t-copied-sentinel-1");
        var passwords = new ArrayList<>(passwords("t-copied"));
        passwords.add(sentinel.exec("sed", "-n", "s/^sentinel sentinel-pass //p", "/run/secrets/sentinel.conf")
                .ok());
        assertLacks(passwords, processes(sentinel));
        assertToldNowhere("t-copied", passwords);
    }

    /** Of the app, the health checks, the copies and the controller. */
    private List<String> passwords(String name) {
        var one = scene.swarm().container(name + "-redis-1");
        return List.of(
                scene.swarm()
                        .container(name + "-app")
                        .exec("bash", "-c", "echo $(</run/secrets/redis-password)")
                        .ok(),
                one.exec("cat", "/run/secrets/redis-password").ok(),
                one.exec("sed", "-n", "s/^masterauth //p", "/run/secrets/redis.conf")
                        .ok(),
                new SkepsOwn(scene.swarm()).password(name));
    }

    private void assertToldNowhere(String name, List<String> passwords) {
        passwords.forEach(p -> assertTrue(p.length() >= 32, "a password is long"));
        assertEquals(passwords.size(), Set.copyOf(passwords).size(), "each purpose has its own");
        for (var service : scene.swarm().versions(name).keySet()) {
            assertLacks(passwords, scene.docker().run("service", "inspect", service));
            assertLacks(passwords, scene.swarm().log(service, Instant.EPOCH));
            for (var container : scene.swarm().containers(service)) {
                assertLacks(passwords, container.node().docker().run("inspect", container.id()));
                assertLacks(passwords, container.node().docker().run("top", container.id(), "-eo", "pid,args"));
            }
        }
        for (var config : scene.swarm().configs(name)) {
            assertLacks(passwords, scene.docker().run("config", "inspect", "--pretty", config));
        }
        assertLacks(passwords, processes(scene.swarm().container(name + "-redis-1")));
        assertLacks(passwords, scene.log());
        assertLacks(passwords, scene.skep().run("plan"));
        assertLacks(passwords, scene.skep().run("status", "-o", "json"));
        assertLacks(passwords, scene.skep().run("events", name, "-o", "json"));
        assertLacks(passwords, scene.skep().run("history", name, "-o", "json"));
    }

    /** Its health check among them. */
    private static String processes(Container container) {
        var seen = new StringBuilder();
        eventually("a health check was seen", () -> {
            seen.append(container.exec("sh", "-c", ALL_PROCESSES).ok());
            assertTrue(seen.toString().lines().anyMatch("redis-cli"::equals));
        });
        return seen.toString();
    }

    @Test
    void redisAnswersNobodyWithoutIt() {
        assertTrue(redis.exec("redis-cli", "get", "counter").said().contains("NOAUTH"));
        assertTrue(
                redis.exec("redis-cli", "-a", "guess", "get", "counter").said().contains("NOAUTH"));
    }

    @Test
    void whatTheContainerOfRedisKnowsOpensNoCount() {
        var own = "redis-cli --askpass --user health </run/secrets/redis-password ";
        assertEquals("PONG", redis.exec("sh", "-c", own + "ping").ok());
        assertTrue(redis.exec("sh", "-c", own + "get counter").said().contains("NOPERM"));
        assertTrue(redis.exec("sh", "-c", own + "acl list").said().contains("NOPERM"));
    }

    @Test
    void redisIsPublishedNowhere() {
        assertEquals("[]", scene.swarm().inspect("t-secret-redis-1", "{{.Endpoint.Ports}}"));
        assertEquals("map[]", redis.inspect("{{.HostConfig.PortBindings}}"));
        for (var node : scene.lab().nodes()) {
            assertThrows(IOException.class, () -> connect(node.address()), "Redis answers at " + node.address());
        }
    }

    private static void connect(String address) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 6379), 2_000);
        }
    }

    private static void assertLacks(List<String> passwords, String text) {
        assertFalse(text.isBlank(), "there is something to look at");
        assertTrue(passwords.stream().noneMatch(text::contains), "a password stands there");
    }
}
