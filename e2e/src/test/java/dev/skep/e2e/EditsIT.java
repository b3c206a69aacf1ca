package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A person edits again and again. */
@OnTheLab
class EditsIT {
    private static final ManifestText MANIFEST = manifest("t-edits").via("host", 18010);

    /** As edits follow each other: scale, move to another port, scale again, other resources. */
    private static final List<ManifestText> TEN = List.of(
            MANIFEST.replicas(2),
            MANIFEST.replicas(3),
            MANIFEST.replicas(2),
            MANIFEST.via("host", 18011),
            MANIFEST.via("host", 18011).replicas(3),
            MANIFEST.via("host", 18011).memory("144Mi"),
            MANIFEST.via("none", 18011).memory("144Mi"),
            MANIFEST.replicas(3).memory("160Mi"),
            MANIFEST.replicas(1),
            MANIFEST.via("host", 18012).replicas(2));

    private final Scene scene;

    EditsIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void tenEditsAreFollowedOneAfterTheOtherAndInABurst() {
        var counter = scene.start(MANIFEST);
        assertEquals(1, counter.next());

        for (var edit : TEN) {
            scene.edit(edit);
            eventually("the swarm is asked for it", () -> assertEquals(wanted(edit), asked()));
        }
        endsAs(2, 2);

        scene.edit(MANIFEST);
        TEN.forEach(scene::edit);
        endsAs(2, 3);
    }

    private void endsAs(int replicas, long count) {
        scene.awaitReady("t-edits");
        assertEquals(wanted(TEN.getLast()), asked());
        assertEquals(replicas, scene.swarm().containers("t-edits-app").size());
        assertEquals(count, scene.counter("t-edits").next());
    }

    private static String wanted(ManifestText edit) {
        var port = edit.via().equals("none") ? "" : Integer.toString(edit.port());
        return "%d %s %s".formatted(edit.replicas(), port, edit.memory());
    }

    private String asked() {
        return scene.swarm()
                .inspect(
                        "t-edits-app",
                        "{{.Spec.Mode.Replicated.Replicas}} {{range .Spec.EndpointSpec.Ports}}{{.PublishedPort}}{{end}}"
                                + " {{.Spec.TaskTemplate.Resources.Limits.MemoryBytes}}")
                .replace(Long.toString(128L << 20), "128Mi")
                .replace(Long.toString(144L << 20), "144Mi")
                .replace(Long.toString(160L << 20), "160Mi");
    }
}
