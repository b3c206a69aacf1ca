package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More manifests than a person watches: they come together, and do not go together by mistake. */
@OnTheLab
class ManyIT {
    private static final List<String> NAMES =
            IntStream.rangeClosed(1, 20).mapToObj(n -> "t-many-" + n).toList();

    private final Scene scene;

    ManyIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void twentyComeUpOneIsEditedAndAllAreHeldWhenTheyVanishAtOnce() {
        NAMES.forEach(name -> scene.edit(manifest(name)));
        NAMES.forEach(scene::awaitReady);

        var before = versions();
        scene.apply(manifest(NAMES.getFirst()).replicas(2));
        assertEquals(before.subList(1, before.size()), versions().subList(1, before.size()), "the others are let be");

        before = versions();
        NAMES.forEach(scene.manifests()::delete);
        for (var name : NAMES) {
            scene.awaitLog("held: DeletionHeld", "name=\"" + name + "\"", "more than 5 manifests vanished at once");
        }
        assertEquals(before, versions());

        scene.skep().run(confirming(NAMES.subList(0, 16)));
        NAMES.subList(0, 16).forEach(scene::awaitDeleted);
        var left = scene.skep().run("plan");
        NAMES.subList(16, 20).forEach(name -> assertTrue(left.contains("skep confirm-delete " + name), left));
        assertEquals(before.subList(16, 20), versions().subList(16, 20), "nobody said that these shall go");

        scene.edit(manifest(NAMES.getLast()));
        eventually(
                "it is no longer held",
                () -> assertTrue(scene.swarm().configs(NAMES.getLast()).stream()
                        .noneMatch(c -> c.startsWith("skep-deletion-held"))));
        scene.skep().run(confirming(NAMES.subList(16, 19)));
        NAMES.subList(16, 19).forEach(scene::awaitDeleted);
    }

    private static String[] confirming(List<String> names) {
        return Stream.concat(Stream.of("confirm-delete"), names.stream()).toArray(String[]::new);
    }

    private List<String> versions() {
        var versions = new ArrayList<String>();
        NAMES.forEach(name -> versions.add(scene.swarm().versions(name).toString()));
        return versions;
    }
}
