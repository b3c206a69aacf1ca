package dev.skep.http;

import dev.skep.loop.QueueDepth;
import dev.skep.plan.Step;
import dev.skep.status.Condition;
import dev.skep.status.ManifestStatus;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What the controller counts, for Prometheus; docs/operations.md lists it. Any thread may add to it. */
public final class Metrics {
    /** The media type of {@link #text}. */
    static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String PREFIX = "skep_controller_";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    private final Counter reconciles = Counter.builder()
            .name(PREFIX + "reconciles_total")
            .help("Names handled, by what it came to.")
            .labelNames("outcome")
            .register(registry);
    private final Histogram durations = Histogram.builder()
            .name(PREFIX + "reconcile_duration_seconds")
            .help("Time to do what is planned for a name, or to see what it waits for.")
            .classicOnly()
            .classicUpperBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30)
            .register(registry);
    private final Counter changes = Counter.builder()
            .name(PREFIX + "changes_total")
            .help("Steps done, by kind.")
            .labelNames("kind")
            .register(registry);
    private final Counter requests = Counter.builder()
            .name(PREFIX + "engine_requests_total")
            .help("Calls to the engine's API, by method, kind of object and what became of them.")
            .labelNames("method", "object", "outcome")
            .register(registry);

    /** A name was handled. */
    void reconciled(String outcome, Duration took) {
        reconciles.labelValues(snake(outcome)).inc();
        durations.observe(took.toNanos() / 1e9);
    }

    /** A step was done. */
    void did(Step step) {
        changes.labelValues(snake(step.kind())).inc();
    }

    /**
     * The engine was called.
     *
     * @param object what the path begins with: {@code services}
     * @param outcome one word: {@code Ok}, {@code Unreachable}
     */
    public void called(String method, String object, String outcome) {
        requests.labelValues(method, object, snake(outcome)).inc();
    }

    /** Shows the queue, as it is when it is asked for. */
    public void show(Supplier<QueueDepth> queue) {
        gauge("queue_depth", "Names that are due and wait to be handled.", () -> queue.get()
                .due());
        gauge("queue_in_flight", "Names that are being handled.", () -> queue.get()
                .inFlight());
        gauge("queue_backing_off", "Names that failed and are left alone for a while.", () -> queue.get()
                .backingOff());
        CounterWithCallback.builder()
                .name(PREFIX + "back_offs_total")
                .help("Failures after which a name was left alone for a while.")
                .callback(c -> c.call((double) queue.get().backOffs()))
                .register(registry);
    }

    /** Shows how the manifests are, as derived when it is asked for. */
    public void show(Watched watched) {
        gauge("manifest_errors", "Errors in the manifests' folder.", watched::manifestErrors);
        GaugeWithCallback.builder()
                .name(PREFIX + "manifests")
                .help("Manifests by the state of each of their conditions.")
                .labelNames("condition", "status")
                .callback(gauge -> watched.statuses().ifPresent(statuses -> conditions(gauge, statuses)))
                .register(registry);
    }

    /** Every combination, also those that no manifest has: a series that comes and goes cannot be alerted on. */
    private static void conditions(GaugeWithCallback.Callback gauge, List<ManifestStatus> statuses) {
        for (var type : Condition.Type.values()) {
            for (var state : Condition.State.values()) {
                var count = statuses.stream()
                        .filter(s -> s.condition(type).is(state))
                        .count();
                gauge.call((double) count, type.word(), state.word());
            }
        }
    }

    private void gauge(String name, String help, IntSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsInt()))
                .register(registry);
    }

    /** All of it, in Prometheus' text format. */
    String text() {
        var text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory that cannot be written to", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** CreateService as Prometheus' conventions have it: create_service. */
    private static String snake(String word) {
        return word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
