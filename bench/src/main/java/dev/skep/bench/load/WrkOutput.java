package dev.skep.bench.load;

import dev.skep.bench.run.BenchException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what {@code tell.lua} wrote below wrk's own summary. */
final class WrkOutput {
    private static final Pattern FIGURE = Pattern.compile("^skep (\\w+) (\\d+)$", Pattern.MULTILINE);

    private final String text;
    private final Map<String, Long> figures;

    private WrkOutput(String text) {
        this.text = text;
        this.figures = FIGURE.matcher(text)
                .results()
                .collect(Collectors.toMap(m -> m.group(1), WrkOutput::value, (_, last) -> last));
    }

    static Measured parse(String text) {
        var output = new WrkOutput(text);
        return new Measured(
                output.time("duration"),
                output.figure("requests"),
                output.figure("bytes"),
                new Measured.Latency(
                        output.time("mean"),
                        output.time("p50"),
                        output.time("p90"),
                        output.time("p99"),
                        output.time("p999"),
                        output.time("max")),
                new Measured.Errors(
                        output.figure("connect"),
                        output.figure("read"),
                        output.figure("write"),
                        output.figure("status"),
                        output.figure("timeout")));
    }

    private static long value(MatchResult figure) {
        return Long.parseLong(figure.group(2));
    }

    private long figure(String key) {
        var figure = figures.get(key);
        if (figure == null) {
            throw new BenchException("wrk did not tell '" + key + "'; what it said:\n" + text.strip());
        }
        return figure;
    }

    private Duration time(String key) {
        return Duration.of(figure(key), ChronoUnit.MICROS);
    }
}
