package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code manifests/examples}: it comes up, every replica counts, and it outlives what it is to. */
@OnTheLab
class ExamplesIT {
    /** Far beyond what is aimed at, which is 30 s. */
    private static final Duration BOOT = Fault.Aim.deadline(Duration.ofSeconds(30));

    /** Where nobody takes over: until that very Redis is back. */
    private static final Duration BACK = Duration.ofMinutes(1);

    private final Scene scene;

    ExamplesIT(Scene scene) {
        this.scene = scene;
    }

    static Stream<Example> examples() {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void comesUpCountsAndOutlivesALoss(Example example) {
        try (var stage = new Stage(scene, example)) {
            long began = System.nanoTime();
            stage.prepare(List.of());
            scene.awaitReady(example.name());
            var took = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf("%s: Ready %s after it was written%n", example, FaultTable.seconds(took));
            assertTrue(took.compareTo(BOOT) <= 0, took::toString);
            everyReplicaAnswers(stage.counter(), example.replicas());
            for (var fault : faults(stage)) {
                var suffered = stage.suffer(fault);
                var tally = suffered.tally();
                System.out.printf(
                        "%s: %s: longest gap %s %s%n",
                        example, fault.words(), FaultTable.seconds(tally.longestGap()), suffered.note());
                assertExact(example, tally);
                suffered.assertWithin(stage.failsOver() ? fault.deadline() : BACK);
            }
        } finally {
            scene.delete(example.name()); // the next one needs the machine
        }
    }

    private static List<Fault> faults(Stage stage) {
        return stage.failsOver()
                ? List.of(Fault.CONTAINER_REMOVED, Fault.ALL_KILLED)
                : List.of(Fault.CONTAINER_REMOVED);
    }

    /** Of several counters two may give the same value. */
    private static void assertExact(Example example, Tally tally) {
        if (example.mode().equals("per-replica")) {
            tally.assertSumBalanced();
        } else {
            tally.assertBalanced();
        }
    }

    private static void everyReplicaAnswers(Counter counter, int replicas) {
        eventually("every replica answers", () -> {
            Set<String> tasks = new HashSet<>(); // one that was replaced meanwhile is none of them
            for (int i = 0; i < 6 * replicas; i++) {
                tasks.add(Counter.task(counter.get("/")));
            }
            assertEquals(replicas, tasks.size(), tasks::toString);
        });
    }
}
