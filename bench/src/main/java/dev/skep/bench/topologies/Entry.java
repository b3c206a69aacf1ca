package dev.skep.bench.topologies;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.skep.bench.load.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One line of the raw results. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = Entry.Loaded.class, name = "load"),
    @JsonSubTypes.Type(value = Entry.Second.class, name = "second"),
    @JsonSubTypes.Type(value = Entry.Captured.class, name = "capture"),
    @JsonSubTypes.Type(value = Entry.Ended.class, name = "ended")
})
sealed interface Entry {
    /**
     * The circumstances.
     *
     * @param busyBefore cores that were busy before anything was begun, of those that there are
     * @param machine processor, memory, kernel and versions, by name
     */
    record Begun(
            String at,
            String effort,
            int visits,
            int repeats,
            int reference,
            double cores,
            double busyBefore,
            Map<String, String> machine)
            implements Entry {}

    /** One load. */
    record Loaded(
            String setup, int visit, int connections, String command, Answers answers, RedisCalls redis, Usage usage)
            implements Entry {}

    /** What wrk measured, times in microseconds. */
    record Answers(
            double seconds,
            long requests,
            double perSecond,
            long bytes,
            long mean,
            long p50,
            long p90,
            long p99,
            long p999,
            long max,
            Measured.Errors errors) {
        static Answers of(Measured measured) {
            var latency = measured.latency();
            return new Answers(
                    measured.duration().toNanos() / 1e9,
                    measured.requests(),
                    Math.rint(measured.perSecond() * 10) / 10,
                    measured.bytes(),
                    micros(latency.mean()),
                    micros(latency.p50()),
                    micros(latency.p90()),
                    micros(latency.p99()),
                    micros(latency.p999()),
                    micros(latency.max()),
                    measured.errors());
        }

        private static long micros(Duration duration) {
            return duration.toNanos() / 1000;
        }
    }

    /** What one set-up took of the machine in one second, idle or under the reference load. */
    record Second(String setup, Phase phase, double at, Usage usage) implements Entry {}

    /** Whether there was load. */
    enum Phase {
        IDLE,
        LOAD
    }

    /**
     * What went over the network while tcpdump looked.
     *
     * @param perSecond requests answered meanwhile, which is less than without tcpdump
     */
    record Captured(String setup, double seconds, double perSecond, List<String> commands, List<Hop> hops)
            implements Entry {}

    /**
     * Between two parts.
     *
     * @param increments that went over this hop meanwhile
     * @param bytes of IP packets, heads included
     */
    record Hop(String name, long increments, long packets, long bytes, long retransmissions, long handshakes) {}

    /** The end: complete, or interrupted. */
    record Ended(String at, String how) implements Entry {}
}
