package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A manifest is broken in an editor while what it asked for runs. */
@OnTheLab
class BrokenManifestIT {
    private static final ManifestText BROKEN = manifest("t-broken");

    private final Scene scene;

    BrokenManifestIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        scene.apply(BROKEN);
    }

    @Test
    void aTabChangesNothingOfWhatRuns() {
        refuses(BROKEN.text().replace("    replicas: 1", "\treplicas: 1"), ":8:1: ");
    }

    @Test
    void anUnknownFieldChangesNothingOfWhatRuns() {
        refuses(BROKEN.text().replace("replicas: 1", "replica: 7"), ":8:5: ");
    }

    @Test
    void whatIsDeletedMeanwhileIsHeldUntilItIsMended() {
        scene.apply(manifest("t-going"));
        var before = scene.swarm().versions("t-going");

        scene.manifests().edit(BROKEN.name(), "kind: [");
        scene.manifests().delete("t-going");
        scene.awaitLog("held: ManifestRefused", "name=\"t-going\"", "there are errors", "t-broken.yaml:");
        assertEquals(before, scene.swarm().versions("t-going"));

        scene.edit(BROKEN);
        scene.awaitDeleted("t-going");
    }

    /** The log and the command say the same, of the same place; what runs stays as it is until it is mended, and after. */
    private void refuses(String text, String at) {
        var before = scene.swarm().versions(BROKEN.name());
        var file = scene.manifests().file(BROKEN.name()).toString();

        scene.manifests().edit(BROKEN.name(), text);
        var validated = scene.skep().attempt("validate", file);
        assertEquals(1, validated.exit(), validated::toString);
        assertTrue(validated.said().contains(file + at), validated::toString);
        var problem = validated
                .said()
                .lines()
                .filter(l -> l.startsWith(file + at))
                .findFirst()
                .orElseThrow();
        scene.awaitLog("manifest refused", file + at.strip().replaceFirst(":$", ""), quoted(problem, file + at));
        scene.awaitLog("held: ", "name=\"t-broken\"");
        var planned = scene.skep().attempt("plan", file);
        assertEquals(1, planned.exit(), planned::toString);
        assertTrue(planned.said().contains(file + at), planned::toString);
        assertEquals(before, scene.swarm().versions(BROKEN.name()));

        scene.apply(BROKEN);
        assertEquals(before, scene.swarm().versions(BROKEN.name()));
    }

    /** As it stands in the log, where quotes are escaped. */
    private static String quoted(String problem, String at) {
        return problem.substring(at.length()).replace("\"", "\\\"");
    }
}
