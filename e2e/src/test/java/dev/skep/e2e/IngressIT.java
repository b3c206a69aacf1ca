package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Swarm's routing mesh, as far as a kernel without IPVS can show it: published, though nobody may answer there. That
 * they answer where the kernel has IPVS is shown by {@code lab/ipvs}.
 */
@OnTheLab
class IngressIT {
    private final Scene scene;

    IngressIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void theAppIsPublishedOnTheRoutingMeshOfEveryNode() {
        scene.apply(manifest("t-mesh").via("ingress", 18112));

        var published =
                "{{.Spec.EndpointSpec.Mode}}{{range .Endpoint.Ports}} {{.PublishMode}} {{.PublishedPort}}{{end}}";
        assertEquals("vip ingress 18112", scene.swarm().inspect("t-mesh-app", published));
        assertEquals(
                scene.lab().nodes().size(),
                scene.skep().run("url", "t-mesh").lines().count());
    }
}
