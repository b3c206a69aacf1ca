package dev.skep.incrementor.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
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
    private final LabelledCount cuts = new LabelledCount(
            "skep_connections_cut_total",
            "Connections that the app closed for what their client did not do, or for a fault of its own.",
            "why");
    private final Histogram batchSizes = Histogram.ofNumbers(
            "skep_batch_size",
            "Requests in a change that Redis answered.",
            1,
            2,
            4,
            8,
            16,
            32,
            64,
            128,
            256,
            512,
            1024);
    private final Histogram batchSeconds = Histogram.ofSeconds(
            "skep_batch_duration_seconds", "From forming a batch until Redis had answered it, repetitions included.");
    private final Histogram roundTrips =
            Histogram.ofSeconds("skep_redis_round_trip_seconds", "Calls that Redis answered.");
    /** Of the two counts above, those for increments that succeed: added to by the batch, without a look-up. */
    private final LongAdder incrementsDone = requests.of("increment", "ok");

    private final LongAdder answersDone = responses.of("200");
    private final LongAdder retries = new LongAdder();
    private final LongAdder repeats = new LongAdder();
    private final LongAdder failovers = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final Map<String, Gauge> gauges = new ConcurrentSkipListMap<>();

    private record Gauge(String help, List<LongSupplier> parts) {
        long sum() {
            return parts.stream().mapToLong(LongSupplier::getAsLong).sum();
        }
    }

    /** A request to the counter ended. */
    public void request(Enum<?> operation, String outcome) {
        requests.add(lowerCase(operation), outcome);
    }

    /** An HTTP request was answered, and the answer is written. */
    public void response(int status) {
        responses.add(Integer.toString(status));
    }

    /** A call to Redis failed. */
    public void redisError(Enum<?> kind) {
        redisErrors.add(lowerCase(kind));
    }

    /** So many increments were counted, each by itself as a request. */
    public void increments(int counted) {
        incrementsDone.add(counted);
    }

    /** So many of them were told their number. */
    public void numbers(int told) {
        answersDone.add(told);
    }

    /**
     * Redis answered a batch.
     *
     * @param size how many requests were in it
     * @param nanos how long they had to wait since they were a batch
     * @param repeated whether Redis knew it already
     */
    public void batch(int size, long nanos, boolean repeated) {
        batchSizes.add(size);
        batchSeconds.add(nanos);
        if (repeated) {
            repeats.increment();
        }
    }

    /** A batch is sent once more. */
    public void retry() {
        retries.increment();
    }

    /** Redis answered, whatever it was asked, after so long. */
    public void roundTrip(long nanos) {
        roundTrips.add(nanos);
    }

    /** Another Redis is the primary, and was followed. */
    public void failover() {
        failovers.increment();
    }

    /** A client connected. */
    public void connection() {
        connections.increment();
    }

    /** A connection was closed for what its client did not do, or for a fault. */
    public void cut(Enum<?> why) {
        cuts.add(lowerCase(why));
    }

    /** Shows a value that is read when it is asked for; those of one name are added. */
    public void gauge(String name, String help, LongSupplier part) {
        gauges.computeIfAbsent(name, absent -> new Gauge(help, new CopyOnWriteArrayList<>()))
                .parts
                .add(part);
    }

    /** All of it. */
    public String text() {
        var text = new StringBuilder(8192);
        requests.writeTo(text);
        responses.writeTo(text);
        redisErrors.writeTo(text);
        cuts.writeTo(text);
        batchSizes.writeTo(text);
        batchSeconds.writeTo(text);
        roundTrips.writeTo(text);
        count(text, "skep_batch_retries_total", "Changes sent to Redis once more.", retries);
        count(text, "skep_batch_repeats_total", "Changes sent once more that Redis had already applied.", repeats);
        count(text, "skep_redis_failovers_total", "Times that another Redis had become the primary.", failovers);
        count(text, "skep_connections_total", "Connections that clients opened.", connections);
        gauges.forEach((name, gauge) -> {
            head(text, name, gauge.help, "gauge");
            text.append(name).append(' ').append(gauge.sum()).append('\n');
        });
        return text.toString();
    }

    private static void count(StringBuilder text, String name, String help, LongAdder count) {
        head(text, name, help, "counter");
        text.append(name).append(' ').append(count.sum()).append('\n');
    }

    static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
