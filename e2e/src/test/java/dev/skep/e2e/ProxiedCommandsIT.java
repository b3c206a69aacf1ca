package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands speak to the engine through a proxy of its socket, and those that look need no more than docs/operations.md says. */
@OnTheLab
class ProxiedCommandsIT {
    private static final String NAME = "t-proxied";

    private final Scene scene;

    ProxiedCommandsIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void thereIsSomethingToLookAt() {
        scene.apply(manifest(NAME));
    }

    @Test
    void whoLooksNeedsNoMoreAndWhoWritesIsToldThatItIsForbidden() {
        var looks = EngineCalls.of("whoever looks");
        try (var proxy = SocketProxy.of(scene.docker(), looks)) {
            var skep = behind(proxy);
            assertTrue(skep.run("status", NAME).contains("t-proxied-app"));
            assertEquals(scene.skep().run("history", NAME), skep.run("history", NAME));
            assertEquals("[ ]", skep.run("url", NAME, "-o", "json"), "it is published nowhere");
            assertEquals("", skep.run("wait", NAME, "--for", "Ready"));
            assertEquals(
                    0,
                    skep.attempt("plan", scene.manifests().file(NAME).toString())
                            .exit());
            assertEquals(looks, proxy.used());

            var refused = skep.attempt("rotate-password", NAME);
            assertEquals(1, refused.exit(), refused::toString);
            assertTrue(refused.err().contains(SocketProxy.FORBIDDEN), refused::toString);
        }
    }

    @Test
    void eventsNeedTheLogOfTheControllersContainerAndNoMore() {
        var calls = EngineCalls.of("`events`");
        try (var proxy = SocketProxy.of(scene.docker(), EngineCalls.of("`events`", "whoever looks"))) {
            assertTrue(behind(proxy).run("events", NAME).contains("create service t-proxied-app"));
            assertTrue(proxy.used().containsAll(calls), proxy.used()::toString);
        }
    }

    private SkepCli behind(SocketProxy proxy) {
        return scene.skep().to(proxy.host());
    }
}
