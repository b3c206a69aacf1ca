package dev.skep.incrementor.metrics;

import java.math.BigDecimal;
import java.util.concurrent.atomic.LongAdder;

/** How often a value was at most so large, for each of a few bounds (Prometheus' histogram). */
final class Histogram {
    private static final int NANOS = 9;

    private final String name;
    private final String help;
    private final int decimals;
    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    private Histogram(int decimals, String name, String help, long... bounds) {
        this.name = name;
        this.help = help;
        this.decimals = decimals;
        this.bounds = bounds;
        this.counts = new LongAdder[bounds.length + 1];
        for (var i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Of whole numbers. */
    static Histogram ofNumbers(String name, String help, long... bounds) {
        return new Histogram(0, name, help, bounds);
    }

    /** Of durations in nanoseconds, told in seconds: from 50 µs to 5 s. */
    static Histogram ofSeconds(String name, String help) {
        var micros = new long[] {
            50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
            5_000_000
        };
        for (var i = 0; i < micros.length; i++) {
            micros[i] *= 1_000;
        }
        return new Histogram(NANOS, name, help, micros);
    }

    void add(long value) {
        var i = 0;
        while (i < bounds.length && value > bounds[i]) {
            i++;
        }
        counts[i].increment();
        sum.add(value);
    }

    void writeTo(StringBuilder text) {
        Metrics.head(text, name, help, "histogram");
        var total = 0L;
        for (var i = 0; i < counts.length; i++) {
            total += counts[i].sum();
            var bound = i < bounds.length ? plain(bounds[i]) : "+Inf";
            text.append(name)
                    .append("_bucket{le=\"")
                    .append(bound)
                    .append("\"} ")
                    .append(total)
                    .append('\n');
        }
        text.append(name).append("_sum ").append(plain(sum.sum())).append('\n');
        text.append(name).append("_count ").append(total).append('\n');
    }

    private String plain(long value) {
        var number = BigDecimal.valueOf(value, decimals);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
