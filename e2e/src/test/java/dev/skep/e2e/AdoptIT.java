package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is somebody else's becomes Skep's, and no task of it notices where it is as the manifest asks. */
@OnTheLab
class AdoptIT {
    private static final String NAME = "t-adopt";
    private static final String APP = "t-adopt-app";
    private static final String STACK = "t-stack";
    private static final String STACK_APP = "t-stack_app";

    @TempDir
    private Path folder;

    private final Scene scene;

    AdoptIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void itIsTakenOverAsItRuns() {
        scene.apply(manifest(NAME));
        var containers = scene.swarm().containers(APP);
        for (var label : List.of("name", "component", "spec", "generation", "via")) {
            scene.docker().run("service", "update", "--detach", "--label-rm", "dev.skep." + label, APP);
        }
        scene.awaitLog("something of that name is there that Skep did not make", APP);

        scene.manifests().edit(manifest(NAME).memory("160Mi"));
        var refused = scene.skep().attempt("adopt", NAME);
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(
                refused.said().contains("memory limit: 128Mi -> 160Mi (spec.app.resources.memory at "),
                refused::toString);

        scene.manifests().edit(manifest(NAME));
        assertEquals(
                APP + ": adopted; its tasks run on",
                scene.skep().run("adopt", NAME).strip());
        scene.awaitReady(NAME);
        assertEquals(containers, scene.swarm().containers(APP));
    }

    @Test
    void whatAStackDeployMadeIsTakenOverAsItRuns() {
        var file = composeFile(stopped());
        deploy(file, "96M");
        var refused = scene.skep().attempt("adopt", STACK);
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(refused.err().contains(STACK_APP + " is not as the manifest asks:\n"), refused::toString);
        assertTrue(
                refused.err().contains("  memory limit: 96Mi -> 128Mi (spec.app.resources.memory"), refused::toString);
        assertEquals(1, refused.err().lines().filter(l -> l.startsWith("  ")).count(), refused::toString);

        deploy(file, "128M");
        var containers = scene.swarm().containers(STACK_APP);
        var going = scene.manifests().draft(STACK, manifest(STACK).text()).getParent();
        var early = scene.skep().attempt("adopt", STACK, "--manifests", going.toString());
        assertEquals(1, early.exit(), early::toString);
        assertTrue(early.err().contains("write spec.suspend: true into the manifest"), early::toString);
        assertEquals(
                STACK_APP + ": adopted; its tasks run on",
                scene.skep().run("adopt", STACK).strip());
        scene.apply(manifest(STACK));
        assertPlanIsEmpty();
        assertEquals(containers, scene.swarm().containers(STACK_APP));
        assertFalse(scene.swarm().hasService(STACK + "-app"), "there is no other");

        scene.apply(manifest(STACK).replicas(2));
        assertTrue(scene.swarm().containers(STACK_APP).containsAll(containers));
        assertEquals(2, scene.swarm().containers(STACK_APP).size());
    }

    @Test
    void whatAStackDeployMadeOtherwiseIsTakenOverWithARestart() {
        deploy(composeFile(stopped()), "96M");
        var before = scene.swarm().containers(STACK_APP);
        assertEquals(
                STACK_APP + ": adopted; the controller replaces its tasks",
                scene.skep().run("adopt", STACK, "--restart").strip());
        scene.apply(manifest(STACK));
        assertPlanIsEmpty();
        var after = scene.swarm().container(STACK_APP);
        assertFalse(before.contains(after), "it was replaced");
        assertEquals(Long.toString(128L << 20), after.inspect("{{.HostConfig.Memory}}"));
        assertFalse(scene.swarm().hasService(STACK + "-app"), "there is no other");
    }

    private void assertPlanIsEmpty() {
        var plan = scene.skep().attempt("plan", scene.manifests().file(STACK).toString());
        assertEquals(0, plan.exit(), plan::toString);
    }

    /** Skep leaves all as it is, and there is no app; answers what of it a Compose file has to say. */
    private Needs stopped() {
        scene.apply(manifest(STACK));
        var app = scene.swarm().hasService(STACK_APP) ? STACK_APP : STACK + "-app";
        var needs = Needs.of(scene.swarm(), app);
        long held = held();
        // Only who leaves something undone is told to be suspended.
        var other = manifest(STACK).replicas(2).text();
        scene.manifests().edit(STACK, other.replace("spec:\n", "spec:\n  suspend: true\n"));
        eventually("it is suspended", () -> assertTrue(held() > held, scene::log));
        scene.docker().run("service", "rm", app);
        return needs;
    }

    private long held() {
        return scene.log()
                .lines()
                .filter(l -> l.contains("held: Suspended") && l.contains("name=\"" + STACK + "\""))
                .count();
    }

    /**
     * What of the app nobody knows but who made it.
     *
     * @param environment as lines of YAML
     * @param secret the name of its password
     */
    private record Needs(String environment, String secret, String grace) {
        static Needs of(Swarm swarm, String app) {
            var container = ".Spec.TaskTemplate.ContainerSpec";
            return new Needs(
                    swarm.inspect(app, "{{range " + container + ".Env}}{{println \"-\" (json .)}}{{end}}")
                            .lines()
                            .filter(line -> !line.isBlank())
                            .map(line -> "      " + line)
                            .collect(Collectors.joining("\n")),
                    swarm.inspect(app, "{{(index " + container + ".Secrets 0).SecretName}}")
                            .strip(),
                    swarm.inspect(app, "{{" + container + ".StopGracePeriod}}").strip());
        }
    }

    private static String composeFile(Needs needs) {
        return """
                version: "3.9"
                services:
                  app:
                    image: %s
                    environment:
                %s
                    secrets:
                      - { source: password, target: redis-password }
                    cap_drop: [ALL]
                    stop_grace_period: %s
                    networks:
                      outward: { aliases: [%s-app] }
                      redis: { aliases: [%s-app] }
                    deploy:
                      endpoint_mode: dnsrr
                      resources: { limits: { cpus: "0.5", memory: MEMORY } }
                      restart_policy: { condition: any, delay: 1s }
                secrets:
                  password: { external: true, name: %s }
                networks:
                  outward: { external: true, name: %s }
                  redis: { external: true, name: %s_redis }
                """.formatted(
                ManifestText.APP, needs.environment(), needs.grace(), STACK, STACK, needs.secret(), STACK, STACK);
    }

    private void deploy(String composeFile, String memory) {
        var file = folder.resolve("compose.yaml");
        try {
            Files.writeString(file, composeFile.replace("MEMORY", memory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scene.docker().run("stack", "deploy", "-c", file.toString(), STACK);
        eventually("it runs as the file says", () -> {
            var limit = scene.swarm().container(STACK_APP).inspect("{{.HostConfig.Memory}}");
            assertEquals(Long.toString(Long.parseLong(memory.replace("M", "")) << 20), limit.strip());
        });
    }
}
