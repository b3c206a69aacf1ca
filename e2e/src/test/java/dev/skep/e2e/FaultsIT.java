package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault of {@link Fault} while clients count, in each mode, and what is promised of it. {@code SKEP_FAULTS=FROZEN}
 * tries only that one.
 */
@OnTheLab
@TestMethodOrder(MethodName.class)
class FaultsIT {
    private static final ManifestText SENTINEL =
            manifest("t-faults").mode("sentinel").replicas(3).via("gateway", 18031);
    private static final ManifestText QUICK = manifest("t-quick")
            .mode("sentinel")
            .redis("sentinel: { downAfter: 500ms }")
            .replicas(2)
            .via("gateway", 18032);
    private static final ManifestText SINGLE = manifest("t-one").via("gateway", 18033);
    private static final ManifestText FORGETFUL =
            manifest("t-forget").redis("persistence: none").via("gateway", 18034);
    private static final ManifestText SHARDS =
            manifest("t-each").mode("per-replica").replicas(2).via("gateway", 18035);

    private final Scene scene;
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final FaultTable table = new FaultTable();

    FaultsIT(Scene scene) {
        this.scene = scene;
    }

    /** The topology that is booted for the table has the swarm to itself; the others start at once, which takes longer than some faults. */
    @BeforeAll
    void prepare() {
        long began = System.nanoTime();
        prepare(SENTINEL, all());
        if (stages.containsKey(SENTINEL.name())) {
            scene.awaitReady(SENTINEL.name());
            table.booted("sentinel", Duration.ofNanos(System.nanoTime() - began), "under 30 s");
        }
        prepare(QUICK, killed());
        prepare(SINGLE, ofOneRedis());
        prepare(FORGETFUL, killed());
        prepare(SHARDS, killed());
    }

    private void prepare(ManifestText manifest, Stream<Fault> chosen) {
        var faults = chosen.toList();
        if (!faults.isEmpty()) {
            var stage = new Stage(scene, manifest);
            stages.put(manifest.name(), stage);
            stage.prepare(faults);
        }
    }

    @AfterAll
    void end() {
        table.write();
        stages.values().forEach(Stage::close);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("killed")
    void aWithAShorterDownAfterAnotherTakesOverSooner(Fault fault) {
        suffer(QUICK, fault, "sentinel, downAfter 500ms", "under 2 s").assertBalanced();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ofOneRedis")
    void bOneRedisAloneKeepsWhatItAnswered(Fault fault) {
        suffer(SINGLE, fault, "single", "-").assertBalanced();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("killed")
    void cOneThatWritesNothingBeginsAtZero(Fault fault) {
        var tally = suffer(FORGETFUL, fault, "single, persistence none", "the count is lost");
        assertTrue(tally.lost() > 0, tally::toString);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("killed")
    void dAShardKeepsWhatItAnsweredAndTheOthersCountOn(Fault fault) {
        suffer(SHARDS, fault, "per-replica", "-").assertSumBalanced();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("all")
    void eSentinelsLoseAndDoubleNothing(Fault fault) {
        var tally = suffer(SENTINEL, fault, "sentinel", fault.aim().words());
        tally.assertBalanced();
        if (fault.aim() == Fault.Aim.UNNOTICED) {
            assertEquals(List.of(), tally.failures());
        }
    }

    /** From well to well again, while clients count. */
    private Tally suffer(ManifestText manifest, Fault fault, String mode, String aim) {
        var suffered = stages.get(manifest.name()).suffer(fault);
        var tally = suffered.tally();
        long doubled = manifest.equals(SHARDS)
                ? tally.doubledByOne() + tally.overcounted()
                : tally.doubled() + tally.overcounted();
        table.add(mode, fault.words(), tally, doubled, aim, suffered.note());
        return tally;
    }

    static Stream<Fault> all() {
        return chosen(List.of(Fault.values()));
    }

    static Stream<Fault> ofOneRedis() {
        return chosen(Fault.ofOneRedis());
    }

    static Stream<Fault> killed() {
        return chosen(List.of(Fault.PROCESS_KILLED));
    }

    private static Stream<Fault> chosen(List<Fault> faults) {
        var names = Optional.ofNullable(System.getenv("SKEP_FAULTS")).orElse("");
        return faults.stream()
                .filter(f -> names.isEmpty() || List.of(names.split(",", -1)).contains(f.name()));
    }
}
