package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How the counter is reached; the gateway is in the other tests. */
@OnTheLab
class ExposeIT {
    private final Scene scene;

    ExposeIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void viaHostAnswersOnTheNodesOfTheReplicasAndViaNoneNowhere() {
        var manifest = manifest("t-expose").replicas(2);
        var counter = scene.start(manifest.via("host", 18008));
        assertEquals(2, counter.urls().size());
        for (long value = 1; value <= 6; value++) {
            assertEquals(value, counter.next());
        }

        scene.apply(manifest.via("none", 18008));
        var url = scene.skep().attempt("url", "t-expose");
        assertEquals(1, url.exit(), url::toString);
        assertTrue(url.said().contains("t-expose is not reached from outside the swarm"), url::toString);
        for (var service : scene.swarm().versions("t-expose").keySet()) {
            assertEquals("[]", scene.swarm().inspect(service, "{{.Endpoint.Ports}}"), service);
        }

        assertEquals(7, scene.start(manifest.via("gateway", 18008)).next());
    }
}
