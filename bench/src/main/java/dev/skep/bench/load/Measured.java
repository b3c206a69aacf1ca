package dev.skep.bench.load;

import java.time.Duration;

/**
 * What wrk counted.
 *
 * @param duration that the load lasted
 * @param requests that were answered, with whatever status
 * @param bytes of the answers, heads included
 */
public record Measured(Duration duration, long requests, long bytes, Latency latency, Errors errors) {
    /** Answers a second, those with an error left out. */
    public double perSecond() {
        return (requests - errors.status()) / (duration.toNanos() / 1e9);
    }

    /** From a request to its answer, of all that were answered. */
    public record Latency(Duration mean, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {}

    /**
     * What went wrong.
     *
     * @param connect connections that were not made
     * @param read answers that were cut off
     * @param write requests that could not be sent
     * @param status answers of 400 and above
     * @param timeout requests that took too long
     */
    public record Errors(long connect, long read, long write, long status, long timeout) {
        public long all() {
            return connect + read + write + status + timeout;
        }
    }
}
