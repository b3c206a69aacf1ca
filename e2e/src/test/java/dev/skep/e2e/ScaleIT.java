package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Replicas come and go by an edit of the file. */
@OnTheLab
class ScaleIT {
    private static final ManifestText MANIFEST = manifest("t-scale").via("gateway", 18002);

    private final Scene scene;

    ScaleIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void tenReplicasShareOneCountAndNoCountIsLostOnTheWayUpAndDown() {
        var counter = scene.start(MANIFEST);
        try (var ledger = Ledger.open(counter)) {
            var took = apply(10);
            eventually("ten tasks answer", () -> assertEquals(10, tasksThatAnswer(counter)));
            ledger.awaitAnswers(100);
            var tally = ledger.settle();
            Changes.tell("`app.replicas`: 1 -> 10, in mode `single`", took, tally);
            tally.assertBalancedWithoutFailure();
        }

        counter.reset();
        var values = LongStream.range(0, 100).map(_ -> counter.next()).boxed().collect(Collectors.toSet());
        assertEquals(LongStream.rangeClosed(1, 100).boxed().collect(Collectors.toSet()), values);

        try (var ledger = Ledger.open(counter)) {
            var took = apply(2);
            assertEquals(2, scene.swarm().containers("t-scale-app").size());
            ledger.awaitAnswers(100);
            var tally = ledger.settle();
            Changes.tell("`app.replicas`: 10 -> 2, in mode `single`", took, tally);
            tally.assertBalancedWithoutFailure();
        }
        assertEquals(2, tasksThatAnswer(counter));
    }

    /** How long it took. */
    private Duration apply(int replicas) {
        long began = System.nanoTime();
        scene.apply(MANIFEST.replicas(replicas));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Reads only, so that the ledger stays alone. */
    private static int tasksThatAnswer(Counter counter) {
        var tasks = new HashSet<String>();
        for (int i = 0; i < 60; i++) {
            tasks.add(Counter.task(counter.get("/counter")));
        }
        return tasks.size();
    }
}
