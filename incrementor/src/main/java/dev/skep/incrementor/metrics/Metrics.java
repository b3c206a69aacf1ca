package dev.skep.incrementor.metrics;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What happened since the start, as Prometheus wants to read it (text format 0.0.4). Any thread may add to it. */
public final class Metrics {
    /** The media type of {@link #text}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final LabelledCount requests = new LabelledCount(
            "skep_requests_total", "Requests to the counter, by what became of them.", "operation", "outcome");
    private final LabelledCount responses =
            new LabelledCount("skep_http_responses_total", "HTTP answers by status.", "code");
    private final LabelledCount redisErrors =
            new LabelledCount("skep_redis_errors_total", "Calls to Redis that failed, by kind.", "kind");
    private final LongAdder batches = new LongAdder();
    private final LongAdder batched = new LongAdder();
    private final LongAdder repeats = new LongAdder();
    private final LongAdder failovers = new LongAdder();
    private final List<Gauge> gauges = new CopyOnWriteArrayList<>();

    private record Gauge(String name, String help, LongSupplier value) {}

    /** A request to the counter ended. */
    public void request(Enum<?> operation, String outcome) {
        requests.add(lowerCase(operation), outcome);
    }

    /** An HTTP request was answered. */
    public void response(int status) {
        responses.add(Integer.toString(status));
    }

    /** A call to Redis failed. */
    public void redisError(Enum<?> kind) {
        redisErrors.add(lowerCase(kind));
    }

    /**
     * Redis answered a batch.
     *
     * @param size how many requests were in it
     * @param repeated whether Redis knew it already
     */
    public void batch(int size, boolean repeated) {
        batches.increment();
        batched.add(size);
        if (repeated) {
            repeats.increment();
        }
    }

    /** Another Redis is the primary, and was followed. */
    public void failover() {
        failovers.increment();
    }

    /** Shows a value that is read when it is asked for. */
    public void gauge(String name, String help, LongSupplier value) {
        gauges.add(new Gauge(name, help, value));
    }

    /** All of it. */
    public String text() {
        var text = new StringBuilder(2048);
        requests.writeTo(text);
        responses.writeTo(text);
        redisErrors.writeTo(text);
        head(text, "skep_batch_size", "Changes sent to Redis together.", "summary");
        text.append("skep_batch_size_sum ").append(batched).append('\n');
        text.append("skep_batch_size_count ").append(batches).append('\n');
        head(text, "skep_batch_repeats_total", "Batches sent again that Redis had already applied.", "counter");
        text.append("skep_batch_repeats_total ").append(repeats).append('\n');
        head(text, "skep_redis_failovers_total", "Times that another Redis had become the primary.", "counter");
        text.append("skep_redis_failovers_total ").append(failovers).append('\n');
        for (var gauge : gauges) {
            head(text, gauge.name, gauge.help, "gauge");
            text.append(gauge.name).append(' ').append(gauge.value.getAsLong()).append('\n');
        }
        return text.toString();
    }

    static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
