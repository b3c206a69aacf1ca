package dev.skep.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.run.BenchException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrkOutputTest {
    /** Of wrk 4.1 against the app, with its own summary above. */
    private static final String OUTPUT = """
            Running 2s test @ http://127.0.0.1:8080/
              1 threads and 4 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   104.20us   58.46us   2.06ms   91.53%
                Req/Sec    37.12k     2.52k   40.07k    80.95%
              Latency Distribution
                 50%   92.00us
                 75%  113.00us
                 90%  152.00us
                 99%  309.00us
              77432 requests in 2.10s, 9.82MB read
              Non-2xx or 3xx responses: 432
            Requests/sec:  36872.08
            Transfer/sec:      4.68MB
            skep duration 2100000
            skep requests 77432
            skep bytes 10297064
            skep connect 1
            skep read 2
            skep write 3
            skep status 432
            skep timeout 5
            skep mean 104
            skep p50 92
            skep p90 152
            skep p99 309
            skep p999 811
            skep max 2060
            """;

    @Test
    void readsWhatTheScriptTold() {
        var measured = WrkOutput.parse(OUTPUT);

        assertEquals(Duration.ofMillis(2100), measured.duration());
        assertEquals(77432, measured.requests());
        assertEquals(10297064, measured.bytes());
        assertEquals(new Measured.Errors(1, 2, 3, 432, 5), measured.errors());
        assertEquals(443, measured.errors().all());
        assertEquals(
                new Measured.Latency(micros(104), micros(92), micros(152), micros(309), micros(811), micros(2060)),
                measured.latency());
    }

    @Test
    void anAnswerWithAnErrorIsNoThroughput() {
        assertEquals((77432 - 432) / 2.1, WrkOutput.parse(OUTPUT).perSecond(), 1e-6);
    }

    @Test
    void whatIsMissingIsNamedWithAllThatWrkSaid() {
        var refused = assertThrows(
                BenchException.class, () -> WrkOutput.parse("unable to connect to 127.0.0.1:1 Connection refused\n"));

        assertTrue(refused.getMessage().contains("'duration'"), refused::getMessage);
        assertTrue(refused.getMessage().contains("Connection refused"), refused::getMessage);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}
