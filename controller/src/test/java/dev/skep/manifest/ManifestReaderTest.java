package dev.skep.manifest;

import static dev.skep.manifest.Texts.FILE;
import static dev.skep.manifest.Texts.HEAD;
import static dev.skep.manifest.Texts.manifest;
import static dev.skep.manifest.Texts.names;
import static dev.skep.manifest.Texts.problems;
import static dev.skep.manifest.Texts.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.manifest.UpdateSpec.Order;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final IncrementorSpec DEFAULTS = new IncrementorSpec(
            false,
            new AppSpec(
                    new ImageRef("skep/incrementor:1.0.0"),
                    1,
                    new ExposeSpec(8080, Via.AUTO),
                    new ResourcesSpec(0, 0),
                    Duration.ofSeconds(5),
                    new UpdateSpec(
                            Order.START_FIRST,
                            1,
                            Duration.ofSeconds(3),
                            FailureAction.ROLLBACK,
                            Duration.ofMinutes(2))),
            new RedisSpec(new ImageRef("redis:7"), Persistence.AOF, new Topology.Single()));

    @Test
    void anEmptySpecMeansTheDefaults() {
        assertEquals(DEFAULTS, spec(HEAD));
    }

    @Test
    void emptySectionsMeanTheDefaultsToo() {
        assertEquals(DEFAULTS, spec(HEAD + "  app:\n  redis: {}\n"));
    }

    @Test
    void everyFieldIsRead() {
        var expected = new IncrementorSpec(
                true,
                new AppSpec(
                        new ImageRef("registry.example:5000/team/counter:2.1"),
                        256,
                        new ExposeSpec(9000, Via.GATEWAY),
                        new ResourcesSpec(1_500_000_000L, 1L << 30),
                        Duration.ofMillis(1500),
                        new UpdateSpec(
                                Order.STOP_FIRST,
                                2,
                                Duration.ofSeconds(10),
                                FailureAction.PAUSE,
                                Duration.ofMinutes(90))),
                new RedisSpec(new ImageRef("valkey/valkey:8"), Persistence.RDB, new Topology.Single()));

        var result = ManifestReader.read(FILE, Texts.FULL);

        assertEquals(List.of(), result.problems());
        var manifest = result.manifests().getFirst();
        assertEquals("shop-counter", manifest.name());
        assertEquals(new SourcePosition(FILE, 1, 1), manifest.at());
        assertEquals(expected, manifest.spec());
    }

    @Test
    void everyFieldThatIsWrittenIsFoundWhereItsValueStands() {
        var manifest = ManifestReader.read(FILE, HEAD + "  app:\n    replicas: 3\n    expose: { port: 9000 }\n")
                .manifests()
                .getFirst();
        assertEquals(Optional.of(new SourcePosition(FILE, 6, 15)), manifest.whereIs("spec.app.replicas"));
        assertEquals(Optional.of(new SourcePosition(FILE, 7, 21)), manifest.whereIs("spec.app.expose.port"));
        assertEquals(Optional.empty(), manifest.whereIs("spec.app.expose.via"), "it has its default");
    }

    @Test
    void aHostPortMakesStopFirstTheDefault() {
        assertEquals(
                Order.STOP_FIRST,
                spec(HEAD + "  app: { expose: { via: host } }\n").app().update().order());
    }

    @Test
    void aQuorumMayBeLeftToTheNumberOfSentinels() {
        assertEquals(DEFAULTS, spec(HEAD + "  redis: { sentinel: { sentinels: 5 } }\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "---\n# one\n---\n# two\n...\n", "\uFEFF", "null\n"})
    void aTextWithoutADocumentIsNoManifestAndNoProblem(String text) {
        assertEquals(new ReadResult(List.of(), List.of()), ManifestReader.read(FILE, text));
    }

    @Test
    void lineEndsOfWindowsAndAByteOrderMarkChangeNothing() {
        assertEquals(spec(Texts.FULL), spec("\uFEFF" + Texts.FULL.replace("\n", "\r\n")));
    }

    @Test
    void jsonIsYaml() {
        assertEquals(DEFAULTS, spec("""
                {"apiVersion": "skep.dev/v1", "kind": "Incrementor", "metadata": {"name": "incr"}, "spec": {}}"""));
    }

    @Test
    void aFileHoldsSeveralManifestsInItsOrder() {
        var result = ManifestReader.read(FILE, manifest("b", 1) + "---\n" + manifest("a", 2));

        assertEquals(List.of("b", "a"), names(result));
        assertEquals(
                new SourcePosition(FILE, 10, 1), result.manifests().getLast().at());
    }

    @Test
    void aWrongDocumentLeavesItsNeighboursValid() {
        var result =
                ManifestReader.read(FILE, manifest("a", 1) + "---\n" + manifest("b", 0) + "---\n" + manifest("c", 3));

        assertEquals(List.of("a", "c"), names(result));
        assertEquals(
                List.of(
                        "m.yaml:17:13: spec.app.expose.port must be a whole number from 1 to 65535, but not 2377 or 7946, where Swarm itself listens, got 0"),
                problems(result));
    }

    @Test
    void aTextThatIsNoYamlYieldsNoManifestAtAllButStillTheProblemsBeforeIt() {
        var result = ManifestReader.read(
                FILE, manifest("a", 1) + "---\n" + manifest("b", 0) + "---\n\tkind: Incrementor\n" + manifest("c", 3));

        assertEquals(List.of(), names(result));
        assertEquals(
                List.of(
                        "m.yaml:17:13: spec.app.expose.port must be a whole number from 1 to 65535, but not 2377 or 7946, where Swarm itself listens, got 0",
                        "m.yaml:19:1: a tab cannot indent in YAML; use spaces"),
                problems(result));
    }

    @Test
    void ofTwoManifestsWithOneNameNeitherCounts() {
        var result =
                ManifestReader.read(FILE, manifest("a", 1) + "---\n" + manifest("b", 2) + "---\n" + manifest("a", 3));

        assertEquals(List.of("b"), names(result));
        assertEquals(
                List.of("m.yaml:22:9: the name 'a' is taken at m.yaml:4:9; a name may occur once, so neither counts"),
                problems(result));
    }

    @Test
    void aNameIsTakenEvenByAManifestThatIsWrong() {
        var result = ManifestReader.read(FILE, manifest("a", 0) + "---\n" + manifest("a", 1));

        assertEquals(List.of(), names(result));
        assertEquals(2, result.problems().size());
    }

    @Test
    void aPublishedPortBelongsToTheFirstWhoAsksForIt() {
        var result = ManifestReader.read(FILE, manifest("a", 8080) + "---\n" + manifest("b", 8080));

        assertEquals(List.of("a"), names(result));
        assertEquals(
                List.of("m.yaml:17:13: port 8080 is published by 'a' at m.yaml:1:1;"
                        + " set another spec.app.expose.port, or via: none"),
                problems(result));
    }

    @Test
    void theDefaultPortIsAPublishedPortToo() {
        var result = ManifestReader.read(FILE, manifest("a", 8080) + "---\n" + HEAD);

        assertEquals(
                List.of("m.yaml:10:1: port 8080 is published by 'a' at m.yaml:1:1;"
                        + " set another spec.app.expose.port, or via: none"),
                problems(result));
    }

    @Test
    void whoPublishesNothingMayNameAnyPort() {
        var result =
                ManifestReader.read(FILE, manifest("a", 8080) + "---\n" + HEAD + "  app: { expose: { via: none } }\n");

        assertEquals(List.of("a", "incr"), names(result));
    }

    @Test
    void aManifestThatIsWrongDoesNotTakeAPort() {
        var wrong = manifest("a", 8080).replace("  app:", "  suspend: maybe\n  app:");

        assertEquals(List.of("b"), names(ManifestReader.read(FILE, wrong + "---\n" + manifest("b", 8080))));
    }

    @Test
    void ofAFileThatIsSomethingElseTheFirstHundredProblemsAreSaid() {
        var result = ManifestReader.read(FILE, HEAD + "  x: y\n".repeat(1_000));

        assertEquals(101, result.problems().size());
        assertEquals(
                "m.yaml:105:3: from here on there are more problems; mend those above first",
                problems(result).getLast());
    }

    @Test
    void theLargestFileIsRefusedUnread() {
        var result = ManifestReader.read(FILE, HEAD + "#".repeat(256 * 1024));

        assertEquals(
                List.of("m.yaml:1:1: the file is larger than 256 KiB; a manifest has a few lines"), problems(result));
        assertTrue(result.manifests().isEmpty());
    }
}
