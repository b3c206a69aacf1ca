package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways in besides {@code auto}, changed while it counts. */
@OnTheLab
class WaysInIT {
    private final Scene scene;

    WaysInIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void hostThenGatewayThenNoneKeepTheCount() {
        var text = manifest("t-ways").replicas(2);
        var host = scene.start(text.via("host", 18012));
        assertEquals(2, host.urls().size());
        assertEquals(List.of(1L, 2L), List.of(host.next(), host.next()));
        assertFalse(scene.swarm().hasService("t-ways-gateway"));

        var gateway = scene.start(text.via("gateway", 18012));
        assertEquals(scene.lab().nodes().size(), gateway.urls().size());
        assertEquals(3, gateway.next());

        scene.apply(text.via("none", 18012));
        assertFalse(scene.swarm().hasService("t-ways-gateway"));
        var url = scene.skep().attempt("url", "t-ways");
        assertEquals(1, url.exit());
        assertTrue(url.said().contains("not reached from outside"), url.said());
    }

    @Test
    void ingressIsPublishedOnTheRoutingMesh() {
        scene.apply(manifest("t-mesh").via("ingress", 18112));
        assertEquals(
                "vip ingress 18112",
                scene.swarm()
                        .inspect(
                                "t-mesh-app",
                                "{{.Spec.EndpointSpec.Mode}} {{range .Endpoint.Ports}}{{.PublishMode}} {{.PublishedPort}}{{end}}"));
        assertEquals(
                scene.lab().nodes().size(),
                scene.skep().run("url", "t-mesh").lines().count());
    }
}
