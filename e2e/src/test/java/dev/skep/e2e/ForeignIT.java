package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What Skep did not make. */
@OnTheLab
class ForeignIT {
    private final Scene scene;

    ForeignIT(Scene scene) {
        this.scene = scene;
    }

    @AfterAll
    void removeOurOwn() {
        scene.docker().attempt("service", "rm", "t-foreign-app", "zz-foreign");
    }

    @Test
    void isNeverTouchedAndItsNameIsNotTaken() {
        make("zz-foreign");
        make("t-foreign-app");
        var before = List.of(version("zz-foreign"), version("t-foreign-app"));

        scene.edit(manifest("t-foreign"));
        scene.awaitLog("failed", "t-foreign", "create service t-foreign-app", "that Skep did not make");
        scene.manifests().delete("t-foreign");
        scene.awaitDeleted("t-foreign");

        assertEquals(before, List.of(version("zz-foreign"), version("t-foreign-app")));
    }

    @Test
    void oncePutOutOfTheWayTheManifestIsFollowed() {
        make("t-foreign-app");
        scene.edit(manifest("t-foreign"));
        scene.awaitLog("failed", "create service t-foreign-app");

        scene.docker().run("service", "rm", "t-foreign-app");

        scene.awaitReady("t-foreign");
        assertTrue(scene.swarm().versions("t-foreign").containsKey("t-foreign-app"));
    }

    private void make(String name) {
        scene.docker().attempt("service", "rm", name);
        scene.docker().run("service", "create", "-d", "--name", name, "--replicas", "0", "redis:7");
    }

    private String version(String service) {
        return scene.swarm().inspect(service, "{{.ID}}@{{.Version.Index}}");
    }
}
