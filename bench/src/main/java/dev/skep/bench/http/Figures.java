package dev.skep.bench.http;

import dev.skep.bench.load.Measured;
import dev.skep.bench.load.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one server did under one load.
 *
 * @param serverMillis of processor time for 1,000 requests
 * @param redisMillis likewise
 */
record Figures(
        double perSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        double serverMillis,
        double redisMillis,
        long errors) {

    static Figures of(Measured measured, Duration server, Duration redis) {
        var latency = measured.latency();
        var thousands = Math.max(1, measured.requests()) / 1_000.0;
        return new Figures(
                measured.perSecond(),
                millis(latency.p50()),
                millis(latency.p99()),
                millis(latency.max()),
                millis(server) / thousands,
                millis(redis) / thousands,
                measured.errors().all());
    }

    /** Of several rounds: the median of each figure, the longest of the longest, and all errors. */
    static Figures median(List<Figures> rounds) {
        return new Figures(
                median(rounds, Figures::perSecond),
                median(rounds, Figures::p50Millis),
                median(rounds, Figures::p99Millis),
                rounds.stream().mapToDouble(Figures::maxMillis).max().orElseThrow(),
                median(rounds, Figures::serverMillis),
                median(rounds, Figures::redisMillis),
                rounds.stream().mapToLong(Figures::errors).sum());
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        return Rounds.median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
