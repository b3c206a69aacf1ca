package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
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
 * tries only that one. What is aimed at has a deadline here that only what is broken exceeds; the table tells what it took.
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

    /** The app's own, for none says otherwise. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Far more than it takes, also where several things are in its way. */
    private static final Duration MARGIN = Duration.ofSeconds(7);

    private static final Duration BOOT = Duration.ofSeconds(30);

    /** Where nobody takes over: until that very Redis is back. */
    private static final Duration BACK = Duration.ofMinutes(1);

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
            var took = Duration.ofNanos(System.nanoTime() - began);
            table.booted("sentinel", took, "under 30 s");
            assertTrue(took.compareTo(Fault.Aim.deadline(BOOT)) <= 0, took::toString);
        }
        prepare(QUICK, killed());
        prepare(SINGLE, ofOneRedis());
        prepare(FORGETFUL, killed());
        prepare(SHARDS, ofOneRedis());
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
        stages.values().forEach(Stage::close);
        assertAll(table::write, () -> assertAll(stages.values().stream().map(stage -> stage::assertNoLoopWasBlocked)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("killed")
    void aWithAShorterDownAfterAnotherTakesOverSooner(Fault fault) {
        suffer(QUICK, fault, "sentinel, downAfter 500ms", "under 2 s", Fault.Aim.deadline(Duration.ofSeconds(2)))
                .assertBalanced();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ofOneRedis")
    void bOneRedisAloneKeepsWhatItAnswered(Fault fault) {
        suffer(SINGLE, fault, "single", "-", BACK).assertBalanced();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("killed")
    void cOneThatWritesNothingBeginsAtZero(Fault fault) {
        var tally = suffer(FORGETFUL, fault, "single, persistence none", "the count is lost", BACK);
        assertTrue(tally.lost() > 0, tally::toString);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ofOneRedis")
    void dAShardKeepsWhatItAnsweredAndTheOthersCountOn(Fault fault) {
        suffer(SHARDS, fault, "per-replica", "-", BACK).assertSumBalanced();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("all")
    void eSentinelsLoseAndDoubleNothing(Fault fault) {
        var tally = suffer(SENTINEL, fault, "sentinel", fault.aim().words(), fault.deadline());
        tally.assertBalanced();
        if (fault.aim() == Fault.Aim.UNNOTICED) {
            assertEquals(List.of(), tally.failures());
        }
    }

    /** From well to well again, while clients count. */
    private Tally suffer(ManifestText manifest, Fault fault, String mode, String aim, Duration deadline) {
        var stage = stages.get(manifest.name());
        var began = Instant.now();
        try {
            return suffer(stage, fault, mode, aim, deadline);
        } catch (AssertionError e) {
            stage.keepLogs(fault.name(), began);
            throw e;
        }
    }

    private Tally suffer(Stage stage, Fault fault, String mode, String aim, Duration deadline) {
        var suffered = stage.suffer(fault);
        var tally = suffered.tally();
        long doubled = stage.othersCountOn()
                ? tally.doubledByOne() + tally.overcounted()
                : tally.doubled() + tally.overcounted();
        table.add(mode, fault.words(), tally, doubled, aim, suffered.note());
        suffered.assertWithin(deadline);
        if (!fault.takesTheNode()) {
            tally.assertWaitedWithin(REQUEST_TIMEOUT.plus(MARGIN));
        }
        tally.assertExplained();
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

    /** Fails where one is named that there is not. */
    private static Stream<Fault> chosen(List<Fault> faults) {
        var names = Optional.ofNullable(System.getenv("SKEP_FAULTS")).orElse("");
        if (names.isEmpty()) {
            return faults.stream();
        }
        var chosen = Stream.of(names.split(",", -1)).map(Fault::valueOf).toList();
        return faults.stream().filter(chosen::contains);
    }
}
