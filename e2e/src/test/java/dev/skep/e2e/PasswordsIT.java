package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis has a password, and nobody else gets to see it. */
@OnTheLab
class PasswordsIT {
    private final Scene scene;
    private String password;

    PasswordsIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        scene.start(manifest("t-secret").via("auto", 18014)).next();
        password = redis().exec("cat", "/run/secrets/redis-password").ok().strip();
        assertTrue(password.length() >= 32, "a password of at least 32 characters");
    }

    @Test
    void redisRefusesWhoDoesNotKnowIt() {
        assertTrue(redis().exec("redis-cli", "get", "counter").said().contains("NOAUTH"));
    }

    @Test
    void redisIsPublishedNowhere() {
        assertEquals("0", scene.swarm().inspect("t-secret-redis-1", "{{len .Endpoint.Ports}}"));
        assertEquals("map[]", redis().inspect("{{.HostConfig.PortBindings}}"));
    }

    @Test
    void dockerShowsItNowhere() {
        for (var service : scene.swarm().versions("t-secret").keySet()) {
            assertHidden("inspect of " + service, scene.docker().run("service", "inspect", service));
            assertHidden("log of " + service, scene.swarm().log(service, Instant.EPOCH));
            for (var container : scene.swarm().containers(service)) {
                assertHidden("a container of " + service, container.inspect("{{json .}}"));
            }
        }
    }

    @Test
    void skepShowsItNowhere() {
        assertHidden("the controller's log", scene.swarm().log(Swarm.CONTROLLER, Instant.EPOCH));
        for (var command : Map.of("plan", "json", "status", "json").entrySet()) {
            assertHidden(
                    command.getKey(),
                    scene.skep()
                            .attempt(command.getKey(), "-o", command.getValue())
                            .said());
        }
    }

    private Swarm.Container redis() {
        return scene.swarm().container("t-secret-redis-1");
    }

    private void assertHidden(String where, String text) {
        assertFalse(text.isBlank(), where + " is empty: nothing was looked at");
        assertFalse(text.contains(password), where + " shows the password");
    }
}
