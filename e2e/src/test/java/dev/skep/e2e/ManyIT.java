package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More manifests than a person watches: they come together, and do not go together by mistake. */
@OnTheLab
class ManyIT {
    private static final List<String> NAMES =
            IntStream.rangeClosed(1, 20).mapToObj(n -> "t-many-" + n).toList();

    private static final List<String> CONFIRMED = NAMES.subList(0, 16);
    private static final List<String> LEFT = NAMES.subList(16, 20);

    /** Manifests are counted here: the app may be one that starts at once, takes next to nothing, and does nothing. */
    private static final String LIGHT = "skep/incrementor:e2e-light";

    private final Scene scene;

    ManyIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void pushTheLight() {
        scene.lab()
                .pushLike(
                        ManifestText.APP,
                        LIGHT,
                        "HEALTHCHECK NONE",
                        "ENTRYPOINT [\"bash\", \"-c\", \"trap exit TERM; while :; do read -rt 1 <> <(:); done\"]");
    }

    @Test
    void twentyComeUpOneIsEditedAndAllAreHeldWhenTheyVanishAtOnce() {
        NAMES.forEach(name -> scene.edit(light(name)));
        awaitReady();

        var first = NAMES.getFirst();
        var others = versions(NAMES.subList(1, 20));
        scene.apply(light(first).replicas(2));
        assertEquals(others, versions(NAMES.subList(1, 20)), "the others are let be");

        var before = versions(NAMES);
        NAMES.forEach(scene.manifests()::delete);
        awaitHeld(NAMES);
        for (var name : List.of(first, NAMES.getLast())) {
            scene.awaitLog("held: DeletionHeld", "name=\"" + name + "\"", "more than 5 manifests vanished at once");
        }
        assertEquals(before, versions(NAMES));

        confirm(CONFIRMED);
        awaitHeld(LEFT);
        var left = scene.skep().run("plan");
        LEFT.forEach(name -> assertTrue(left.contains("skep confirm-delete " + name), left));
        assertEquals(4 * 2, versions(LEFT).size(), "they are few now, and nobody said that these shall go");

        scene.apply(light(LEFT.getLast()));
        awaitHeld(LEFT.subList(0, 3));
        confirm(LEFT.subList(0, 3));
        eventually(
                "nothing is held any more",
                () -> assertEquals(List.of(), scene.swarm().configs("skep-deletion-held")));
    }

    /** Asked once for all. */
    private void awaitReady() {
        eventually("all are ready", () -> {
            var status = scene.skep().run("status");
            NAMES.forEach(n -> assertTrue(
                    status.lines().anyMatch(l -> l.matches(n + " +single +True .*")), () -> n + " in\n" + status));
        });
    }

    private static ManifestText light(String name) {
        return manifest(name).image(LIGHT);
    }

    /** What the controller would know after a crash, too. */
    private void awaitHeld(List<String> names) {
        var sorted = names.stream().sorted().toList();
        eventually(
                "these are held: " + sorted,
                () -> assertEquals(
                        List.of(String.join(" ", sorted)),
                        scene.swarm().configLabels("skep-deletion-held", "dev.skep.held")));
    }

    private void confirm(List<String> names) {
        scene.skep()
                .run(Stream.concat(Stream.of("confirm-delete"), names.stream()).toArray(String[]::new));
        names.forEach(scene::awaitDeleted);
    }

    private Map<String, String> versions(List<String> names) {
        return scene.swarm().versions(names.toArray(String[]::new));
    }
}
