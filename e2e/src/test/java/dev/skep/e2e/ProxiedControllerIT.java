package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.Authority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A controller that a person runs, outside of the swarm and behind a proxy of the engine's socket that speaks TLS: it does all that the one
 * that is installed does in the swarm, and needs the calls that docs/operations.md says, no more and no less. It reaches no
 * Redis, so what it makes is shards, which wait for nobody.
 */
@OnTheLab
class ProxiedControllerIT {
    private static final String NAME = "t-outside";
    private static final String APP = "t-outside-app";
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final int CHANGES = 2;

    @TempDir
    private static Path folder;

    private final Scene scene;
    private Path key;

    ProxiedControllerIT(Scene scene) {
        this.scene = scene;
    }

    /** With the key of the installation: it is to find all passwords as they are. */
    @BeforeAll
    void noneIsInstalled() throws Exception {
        key = keyOfTheInstallation();
        scene.runControllers(0);
    }

    @AfterAll
    void oneIsInstalledAgain() {
        scene.runControllers(1);
    }

    @Test
    void itMakesFollowsAndRemovesAManifest() {
        var calls = EngineCalls.of("whoever looks", "the controller, besides");
        var authority = Authority.named("the lab's");
        authority.writeClient(folder);
        try (var proxy = SocketProxy.of(scene.docker(), calls, authority);
                var controller = start(proxy)) {
            var skep = scene.skep().to(proxy.host(), folder);
            scene.apply(wanted().replicas(2));

            // It reaches no Redis, and so adds no task whose count a sum would lack.
            var edited = wanted().replicas(1);
            var draft = scene.manifests().draft(NAME, edited.text()).toString();
            var planned = skep.attempt("plan", draft);
            assertEquals(CHANGES, planned.exit(), planned::toString);
            assertTrue(planned.out().contains("update service " + APP), planned::toString);
            scene.apply(edited);
            assertEquals(1, scene.swarm().containers(APP).size());
            var file = scene.manifests().file(NAME).toString();
            assertEquals(0, skep.attempt("plan", file).exit());

            assertTrue(skep.run("status", NAME).contains(APP));
            assertTrue(skep.run("history", NAME).contains("spec.app.replicas: 2 -> 1"));
            scene.delete(NAME);
            skep.run("wait", NAME, "--for", "Deleted");

            assertEquals(calls, proxy.used());
            controller.terminate(GRACE);
            assertTrue(controller.printed().contains("update service " + APP), controller::printed);
            assertFalse(controller.printed().contains(SocketProxy.FORBIDDEN), controller::printed);
        }
    }

    private static ManifestText wanted() {
        return manifest(NAME).mode("per-replica");
    }

    private Running start(SocketProxy proxy) {
        return scene.skep()
                .to(proxy.host(), folder)
                .start(
                        "controller",
                        "--manifests",
                        scene.manifests().folder().toString(),
                        "--key-file",
                        key.toString(),
                        "--heartbeat",
                        folder.resolve("alive").toString());
    }

    /** It is no text, as what else commands print. */
    private Path keyOfTheInstallation() throws IOException, InterruptedException {
        var file = folder.resolve("key");
        var controller = scene.swarm().container(Swarm.CONTROLLER);
        var read = new ProcessBuilder("docker", "exec", controller.id(), "cat", "/run/secrets/skep-controller-key")
                .redirectOutput(file.toFile());
        read.environment().put("DOCKER_HOST", controller.node().docker().host());
        var process = read.start();
        assertTrue(process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS), "it is read");
        assertEquals(0, process.exitValue());
        return file;
    }
}
