package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Swarm's routing mesh, on whichever kernel the lab has: without IPVS nobody would answer, and what ran before runs on. That they
 * answer where the kernel has it is shown by {@code lab/ipvs}.
 */
@OnTheLab
class IngressIT {
    private final Scene scene;

    IngressIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void theAppIsPublishedOnTheRoutingMeshWhereAKernelHasIpvsAndElseWhatRanBeforeRunsOn() {
        var manifest = manifest("t-mesh");
        var counter = scene.start(manifest.via("gateway", 18112));
        assertEquals(1, counter.next());
        scene.edit(manifest.via("ingress", 18112));
        if (kernelsLackIpvs()) {
            scene.skep().run("wait", "t-mesh", "--for", "Degraded", "--timeout", "1m");
            var said = scene.skep().run("status", "t-mesh");
            assertTrue(said.contains("NoIpvs") && said.contains("spec.app.expose.via: ingress"), said);
            assertEquals(2, counter.next());
        } else {
            scene.awaitReady("t-mesh");
            var published =
                    "{{.Spec.EndpointSpec.Mode}}{{range .Endpoint.Ports}} {{.PublishMode}} {{.PublishedPort}}{{end}}";
            assertEquals("vip ingress 18112", scene.swarm().inspect("t-mesh-app", published));
            assertEquals(2, scene.counter("t-mesh").next());
        }
        assertEquals(3, scene.start(manifest.via("gateway", 18112)).next());
    }

    /** As the task tells that Skep has look on each node: it ends with 3 there. */
    private boolean kernelsLackIpvs() {
        var ends = new AtomicReference<List<String>>();
        eventually("every node's kernel was asked", () -> {
            ends.set(scene.docker()
                    .run("service", "ps", "skep-probe", "--format", "{{.CurrentState}} {{.Error}}")
                    .lines()
                    .filter(line -> line.startsWith("Complete") || line.contains("non-zero exit (3)"))
                    .toList());
            assertTrue(ends.get().size() >= scene.lab().nodes().size(), ends::toString);
        });
        return ends.get().stream().noneMatch(line -> line.startsWith("Complete"));
    }
}
