package dev.skep.e2e;

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
    private static final List<String> SERVICES = List.of("t-secret-app", "t-secret-redis-1", "t-secret-gateway");

    private final Scene scene;
    private Container redis;

    PasswordIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        scene.start(manifest("t-secret").via("gateway", 18009)).next();
        redis = scene.swarm().container("t-secret-redis-1");
    }

    @Test
    void noneStandsInAnEnvironmentACommandLineAnInspectionOrALog() {
        var app = scene.swarm().container("t-secret-app");
        var passwords = new ArrayList<>(List.of(
                app.exec("bash", "-c", "echo $(</run/secrets/redis-password)").ok(),
                redis.exec("cat", "/run/secrets/redis-password").ok(),
                redis.exec("sed", "-n", "s/^masterauth //p", "/run/secrets/redis.conf")
                        .ok()));
        passwords.forEach(p -> assertTrue(p.length() >= 32, "a password is long"));
        assertEquals(3, Set.copyOf(passwords).size(), "each purpose has its own");

        for (var service : SERVICES) {
            assertLacks(passwords, scene.docker().run("service", "inspect", service));
            assertLacks(passwords, scene.swarm().log(service, Instant.EPOCH));
            for (var container : scene.swarm().containers(service)) {
                assertLacks(passwords, container.node().docker().run("inspect", container.id()));
                assertLacks(passwords, container.node().docker().run("top", container.id(), "-eo", "pid,args"));
            }
        }
        assertLacks(passwords, redis.exec("env").ok());
        assertLacks(passwords, scene.log());
        assertLacks(passwords, scene.skep().run("plan"));
        assertLacks(passwords, scene.skep().run("status", "-o", "json"));
        assertLacks(passwords, scene.skep().run("events", "t-secret", "-o", "json"));
        assertLacks(passwords, scene.skep().run("history", "t-secret", "-o", "json"));
    }

    @Test
    void redisAnswersNobodyWithoutIt() {
        assertTrue(redis.exec("redis-cli", "get", "counter").said().contains("NOAUTH"));
        assertTrue(
                redis.exec("redis-cli", "-a", "guess", "get", "counter").said().contains("NOAUTH"));
    }

    @Test
    void whatTheContainerOfRedisKnowsOpensNoCount() {
        var own = "export REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\"; redis-cli --user health ";
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
