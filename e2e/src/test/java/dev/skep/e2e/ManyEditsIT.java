package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A user who cannot decide. */
@OnTheLab
class ManyEditsIT {
    private final Scene scene;

    ManyEditsIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void ofTenEditsInARowTheLastOneWins() {
        var start = manifest("t-edits").via("auto", 18016);
        scene.start(start).next();

        for (int replicas : new int[] {2, 3, 2, 1, 3, 2}) {
            scene.edit(start.replicas(replicas));
        }
        scene.edit(start.replicas(2).memory("192Mi"));
        scene.edit(start.replicas(1).via("auto", 18116));
        scene.edit(start.replicas(2).memory("160Mi"));
        scene.apply(start.replicas(2).via("auto", 18216).memory("144Mi"));

        assertEquals("2", scene.swarm().inspect("t-edits-app", "{{.Spec.Mode.Replicated.Replicas}}"));
        assertEquals(
                Integer.toString(144 << 20),
                scene.swarm().inspect("t-edits-app", "{{.Spec.TaskTemplate.Resources.Limits.MemoryBytes}}"));
        var counter = scene.counter("t-edits");
        assertEquals(18216, counter.urls().getFirst().getPort());
        assertEquals(2, counter.next());
    }
}
