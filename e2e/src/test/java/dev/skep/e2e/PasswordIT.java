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
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis has a password, which nobody but its tasks can read. */
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
    void itStandsInNoInspectionAndNoLog() {
        var app = scene.swarm().container("t-secret-app");
        var password =
                app.exec("bash", "-c", "echo $(</run/secrets/redis-password)").ok();
        assertTrue(password.length() >= 32, "a password is long");

        for (var service : SERVICES) {
            assertLacks(password, scene.docker().run("service", "inspect", service));
            assertLacks(password, scene.swarm().log(service, Instant.EPOCH));
            for (var container : scene.swarm().containers(service)) {
                assertLacks(password, container.node().docker().run("inspect", container.id()));
                assertLacks(password, container.node().docker().run("top", container.id(), "-eo", "pid,args"));
            }
        }
        assertLacks(password, scene.log());
        assertLacks(password, scene.skep().run("plan"));
        assertLacks(password, scene.skep().run("status", "-o", "json"));
    }

    @Test
    void redisAnswersNobodyWithoutIt() {
        assertTrue(redis.exec("redis-cli", "get", "counter").said().contains("NOAUTH"));
        assertTrue(
                redis.exec("redis-cli", "-a", "guess", "get", "counter").said().contains("NOAUTH"));
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

    private static void assertLacks(String password, String text) {
        assertFalse(text.isBlank(), "there is something to look at");
        assertFalse(text.contains(password), "the password stands there");
    }
}
