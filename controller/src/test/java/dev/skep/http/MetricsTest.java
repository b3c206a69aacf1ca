package dev.skep.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.QueueDepth;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Problem;
import dev.skep.manifest.ReadResult;
import dev.skep.manifest.SourcePosition;
import dev.skep.plan.Step;
import dev.skep.status.RecentEvents;
import dev.skep.swarm.FakeSwarm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Prometheus that scrapes the controller gets. */
final class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "(?<name>[a-z_]+)(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? (?<value>\\d+(\\.\\d+(E-?\\d+)?)?)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (?<name>[a-z_]+) (?<type>counter|gauge|histogram)");

    private final Metrics metrics = new Metrics();
    private final Watched watched = new Watched("key", metrics, new RecentEvents(), () -> {}, System::nanoTime);

    @BeforeEach
    void show() {
        metrics.show(() -> new QueueDepth(3, 2, 1, 7));
        metrics.show(watched);
    }

    @Test
    void everyLineIsOfTheFormat() {
        fill();
        for (var line : metrics.text().lines().toList()) {
            assertTrue(
                    line.matches("# HELP [a-z_]+ [A-Z].*\\.")
                            || TYPE.matcher(line).matches()
                            || SAMPLE.matcher(line).matches(),
                    line);
        }
        assertTrue(metrics.text().endsWith("\n"));
    }

    @Test
    void namesAreByPrometheusConventions() {
        fill();
        var types = metrics.text()
                .lines()
                .map(TYPE::matcher)
                .filter(m -> m.matches())
                .toList();
        assertEquals(10, types.size());
        for (var type : types) {
            var name = type.group("name");
            assertTrue(name.startsWith("skep_controller_"), name);
            assertEquals(type.group("type").equals("counter"), name.endsWith("_total"), name);
            assertEquals(type.group("type").equals("histogram"), name.endsWith("_seconds"), name);
        }
    }

    @Test
    void everyMetricIsDocumented() throws Exception {
        fill();
        var docs = Files.readString(Path.of("../docs/operations.md"));
        metrics.text().lines().map(TYPE::matcher).filter(m -> m.matches()).forEach(m -> {
            assertTrue(docs.contains("`" + m.group("name")), m.group("name") + " is not in docs/operations.md");
        });
    }

    @Test
    void whatHappensIsCountedByItsKind() {
        fill();
        has("skep_controller_reconciles_total{outcome=\"look_again\"} 1.0");
        has("skep_controller_reconciles_total{outcome=\"settled\"} 2.0");
        has("skep_controller_changes_total{kind=\"remove_service\"} 1.0");
        has("skep_controller_engine_requests_total{method=\"GET\",object=\"services\",outcome=\"ok\"} 1.0");
        has("skep_controller_engine_requests_total{method=\"POST\",object=\"services\",outcome=\"stale_version\"} 1.0");
    }

    @Test
    void durationsAreAHistogramInSeconds() {
        fill();
        has("skep_controller_reconcile_duration_seconds_bucket{le=\"0.005\"} 1");
        has("skep_controller_reconcile_duration_seconds_bucket{le=\"0.5\"} 2");
        has("skep_controller_reconcile_duration_seconds_bucket{le=\"+Inf\"} 3");
        has("skep_controller_reconcile_duration_seconds_count 3");
        has("skep_controller_reconcile_duration_seconds_sum 60.252");
    }

    @Test
    void theQueueIsShownAsItIs() {
        has("skep_controller_queue_depth 3.0");
        has("skep_controller_queue_in_flight 2.0");
        has("skep_controller_queue_backing_off 1.0");
        has("skep_controller_back_offs_total 7.0");
    }

    @Test
    void manifestsAreCountedByConditionOnceTheSwarmWasSeen() {
        assertFalse(metrics.text().contains("skep_controller_manifests{"), "unknown is not zero");
        fill();
        has("skep_controller_manifests{condition=\"Ready\",status=\"False\"} 1.0");
        has("skep_controller_manifests{condition=\"Ready\",status=\"True\"} 0.0");
        has("skep_controller_manifests{condition=\"RedisHealthy\",status=\"Unknown\"} 0.0");
        has("skep_controller_manifest_errors 1.0");
    }

    /** Something of everything. */
    private void fill() {
        metrics.reconciled("Settled", Duration.ofMillis(2));
        metrics.reconciled("Settled", Duration.ofMillis(250));
        metrics.reconciled("LookAgain", Duration.ofMinutes(1));
        metrics.did(new Step.RemoveService("id", "incr-app", "nobody asks for it"));
        metrics.called("GET", "services", "Ok");
        metrics.called("POST", "services", "StaleVersion");
        var problem = new Problem(new SourcePosition("broken.yaml", 3, 5), "unknown field");
        watched.read(new FolderResult.Readable(
                new ReadResult(List.of(Sample.named("incr").manifest()), List.of(problem))));
        watched.observed(new FakeSwarm(3).observe());
    }

    private void has(String line) {
        assertTrue(metrics.text().lines().anyMatch(line::equals), () -> line + " is not in\n" + metrics.text());
    }
}
