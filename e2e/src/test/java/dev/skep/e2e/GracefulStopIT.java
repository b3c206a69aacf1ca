package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that are told to stop. */
@OnTheLab
class GracefulStopIT {
    private final Scene scene;

    GracefulStopIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void endWellWithinTheirGraceAndBreakNothing() {
        var text = manifest("t-stop").replicas(2).via("auto", 18015);
        var counter = scene.start(text);
        var before = scene.swarm().containers("t-stop-app");
        try (var ledger = Ledger.open(counter)) {
            scene.apply(text.memory("160Mi"));
            before.forEach(GracefulStopIT::assertEndedWell);
            ledger.awaitAnswers(20);
            var tally = ledger.settle();
            tally.assertBalanced();
            assertEquals(List.of(), tally.failures());
        }
    }

    private static void assertEndedWell(Container container) {
        eventually(
                "the old task has ended",
                () -> assertEquals("exited 0", container.inspect("{{.State.Status}} {{.State.ExitCode}}")));
    }
}
