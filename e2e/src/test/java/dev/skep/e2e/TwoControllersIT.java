package dev.skep.e2e;

import static dev.skep.e2e.Eventually.throughout;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two controllers follow the same folder at once: one wins, the other looks again, and nothing is done twice. */
@OnTheLab
class TwoControllersIT {
    private static final String NAME = "t-two";
    private static final String APP = "t-two-app";
    /** Each looks at all twice a minute, whatever happens. */
    private static final Duration TWO_LOOKS = Duration.ofSeconds(35);

    private static final ManifestText MANIFEST = manifest(NAME).via("host", 18014);

    private final Scene scene;

    TwoControllersIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void thereAreTwo() {
        scene.runControllers(2);
    }

    @AfterAll
    void thereIsOne() {
        scene.runControllers(1);
    }

    @Test
    void theyDoNoHarm() {
        var counter = scene.start(MANIFEST.replicas(2));
        assertEquals(1, counter.next());

        IntStream.rangeClosed(1, 6).forEach(n -> scene.edit(MANIFEST.replicas(n)));
        scene.edit(MANIFEST.replicas(3).memory("144Mi"));
        scene.awaitReady(NAME);
        assertEquals(3, scene.swarm().containers(APP).size());
        assertEquals(2, scene.counter(NAME).next());

        scene.docker().run("service", "rm", APP);
        scene.awaitReady(NAME);
        assertEquals(3, scene.swarm().containers(APP).size());

        var settled = scene.swarm().versions(NAME);
        throughout(TWO_LOOKS, () -> assertEquals(settled, scene.swarm().versions(NAME), "neither writes any more"));
    }
}
