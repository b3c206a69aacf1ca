package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.e2e.Shell.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks on the swarm do what they say, leave nothing, and their figures agree with each other. None is judged. */
@OnTheLab
class BenchIT {
    private static final Duration DEADLINE = Duration.ofMinutes(6);

    /** In CI one of each kind: the two others of these are measured where a run is interrupted. */
    private static final boolean ALL = "yes".equals(System.getenv("SKEP_ALL"));

    private static final Set<String> TOPOLOGIES =
            ALL ? Set.of("ancestor-1x1", "1x1", "10x1") : Set.of("ancestor-1x1", "10x1");
    private static final Set<String> SCALED =
            ALL ? Set.of("pinned-1", "thin-1", "nodes-1", "nodes-2") : Set.of("thin-1", "nodes-2");

    @TempDir
    private Path folder;

    private final Scene scene;

    BenchIT(Scene scene) {
        this.scene = scene;
    }

    @AfterEach
    void leavesNothing() {
        assertEquals(List.of(), left("service"));
        for (var node : scene.lab().nodes()) {
            assertEquals("", node.docker().run("volume", "ls", "-q", "--filter", "name=bench-"));
            var labels = node.docker().run("node", "inspect", "--format", "{{json .Spec.Labels}}", "self");
            assertFalse(labels.contains(".bench-"), labels);
        }
        // A node that is held to less than its machine has is none that is up.
        var lab = List.of(Lab.root().resolve("lab/lab").toString(), "status");
        Shell.run(DEADLINE, Map.of(), lab).ok();
    }

    @Test
    void measuresEachSetUpAndTheFiguresAgree() throws IOException {
        var results = folder.resolve("results.jsonl");

        bench(
                        "topologies",
                        "--quick",
                        "--only",
                        String.join(",", union(TOPOLOGIES, SCALED)),
                        "--results",
                        results.toString())
                .ok();

        var lines = read(results);
        assertEquals("begun", lines.getFirst().path("kind").asText());
        assertEquals("complete", lines.getLast().path("how").asText());
        var loads = of(lines, "load");
        assertEquals(union(TOPOLOGIES, SCALED), setups(loads));
        // Three times each, the topologies with two numbers of connections.
        assertEquals(TOPOLOGIES.size() * 6 + SCALED.size() * 3, loads.size());
        loads.forEach(BenchIT::agrees);
        // Free, it uses several times as much.
        loadsOf(lines, "thin-1").forEach(load -> assertTrue(coresOfApp(load) < 0.1, load::toString));
        assertEquals(TOPOLOGIES, setups(of(lines, "capture")));
        of(lines, "capture").forEach(BenchIT::packetsWereSeen);
        assertEquals(
                Set.of("IDLE", "LOAD"),
                of(lines, "second").stream().map(s -> s.path("phase").asText()).collect(Collectors.toSet()));
    }

    @Test
    void anInterruptedRunKeepsWhatItMeasuredRemovesWhatItMadeAndIsContinued() throws IOException {
        var results = folder.resolve("results.jsonl");
        var arguments = List.of(
                "topologies", "--quick", "--no-capture", "--only", "pinned-1,1x1", "--results", results.toString());

        try (var running = Running.start(environment(), command(arguments.toArray(String[]::new)))) {
            eventually("the second is being measured", () -> assertTrue(hasLoad(results, "1x1"), running::printed));
            running.terminate(DEADLINE);
        }
        leavesNothing();
        var lines = read(results);
        assertEquals("interrupted", lines.getLast().path("how").asText());
        var kept = loadsOf(lines, "pinned-1");
        assertEquals(3, kept.size());

        bench(Stream.concat(arguments.stream(), Stream.of("--continue")).toArray(String[]::new))
                .ok();

        lines = read(results);
        assertEquals("complete", lines.getLast().path("how").asText());
        assertEquals(kept, loadsOf(lines, "pinned-1"), "what was whole is not measured again");
        assertEquals(6, loadsOf(lines, "1x1").size(), "what was cut is measured anew");
    }

    @Test
    void aManifestOfThatNameIsNotTouched() throws IOException {
        var taken = manifest("bench-1x1");
        scene.manifests().edit(taken);
        try {
            var refused = bench("topologies", "--quick", "--only", "1x1");

            assertEquals(1, refused.exit(), refused::said);
            assertTrue(refused.said().contains("there is a manifest bench-1x1 already"), refused::said);
        } finally {
            scene.manifests().delete(taken.name());
            scene.awaitDeleted(taken.name());
            scene.swarm().purge(taken.name());
        }
    }

    /** That nothing is left is said after each. */
    @Test
    @EnabledIfEnvironmentVariable(named = "SKEP_ALL", matches = "yes")
    void theEnginesCrowdAndRaceAreMeasured() {
        var said = bench("engine", "--manifests", "1", "--edits", "1", "--idle", "1", "--crowd", "2", "--rounds", "1")
                .ok();

        assertTrue(said.contains("\n| 2 | "), said);
        assertTrue(said.contains("| Skep, a manifest saved | bench-race-app | "), said);
    }

    /** What wrk counted was counted by Redis, and nobody used more processors than there are. */
    private static void agrees(JsonNode load) {
        var answers = load.path("answers");
        assertTrue(
                answers.at("/errors/status").asLong()
                        <= answers.path("requests").asLong(),
                load::toString);
        assertTrue(answers.path("requests").asLong() > 0, load::toString);
        assertTrue(answers.path("p50").asLong() <= answers.path("p99").asLong(), load::toString);
        assertTrue(answers.path("p99").asLong() <= answers.path("max").asLong(), load::toString);
        var writes = load.at("/redis/writes").asLong();
        assertTrue(writes > 0, load::toString);
        // The ancestor writes once a request. What wrk had under way when its time was over was written as well, and an
        // instance that is idle, as before and after the load, asks twice a second whether it could write.
        var most = answers.path("requests").asLong() + load.path("connections").asLong() + 100;
        assertTrue(writes <= most, load::toString);
        var usage = load.path("usage");
        assertTrue(usage.path("busy").asDouble() <= usage.path("cores").asDouble() * 1.05, load::toString);
        var parts = new ArrayList<String>();
        usage.path("shares").forEach(share -> parts.add(share.path("part").asText()));
        assertTrue(parts.containsAll(List.of("APP", "REDIS", "WRK", "ENGINE", "OTHER")), load::toString);
    }

    private static double coresOfApp(JsonNode load) {
        double cores = 0;
        for (var share : load.at("/usage/shares")) {
            cores += share.path("part").asText().equals("APP")
                    ? share.path("cores").asDouble()
                    : 0;
        }
        return cores;
    }

    private static void packetsWereSeen(JsonNode capture) {
        assertTrue(capture.path("hops").size() >= 2, capture::toString);
        for (var hop : capture.path("hops")) {
            assertTrue(hop.path("packets").asLong() > 0, capture::toString);
            assertTrue(hop.path("increments").asLong() > 0, capture::toString);
            // The smallest TCP packet has 40 bytes.
            assertTrue(hop.path("bytes").asLong() >= hop.path("packets").asLong() * 40, capture::toString);
        }
    }

    private static List<JsonNode> of(List<JsonNode> lines, String kind) {
        return lines.stream().filter(l -> l.path("kind").asText().equals(kind)).toList();
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static Set<String> setups(List<JsonNode> lines) {
        return lines.stream().map(l -> l.path("setup").asText()).collect(Collectors.toSet());
    }

    private static List<JsonNode> loadsOf(List<JsonNode> lines, String setup) {
        return of(lines, "load").stream()
                .filter(load -> load.path("setup").asText().equals(setup))
                .toList();
    }

    private static boolean hasLoad(Path results, String setup) {
        try {
            return Files.exists(results)
                    && Files.readString(results).contains("\"kind\":\"load\",\"setup\":\"%s\"".formatted(setup));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> read(Path results) throws IOException {
        var json = new ObjectMapper();
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(results)) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    private List<String> left(String kind) {
        return scene.docker()
                .run(kind, "ls", "-q", "--filter", "name=bench-")
                .lines()
                .toList();
    }

    private Ran bench(String... arguments) {
        return Shell.run(DEADLINE, environment(), command(arguments));
    }

    private Map<String, String> environment() {
        var engines = scene.lab().nodes().stream().map(node -> node.docker().host());
        return Map.of(
                "DOCKER_HOST",
                scene.docker().host(),
                "SKEP_ENGINES",
                engines.collect(Collectors.joining(" ")),
                "SKEP_MANIFESTS",
                scene.manifests().folder().toString(),
                "SKEP_ROOT",
                Lab.root().toString(),
                "SKEP_LAB_COMMAND",
                Lab.root().resolve("lab/lab").toString());
    }

    private static List<String> command(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Lab.root().resolve("bench/target/bench.jar").toString();
        return Stream.concat(Stream.of(java, "-jar", jar), Stream.of(arguments)).toList();
    }
}
