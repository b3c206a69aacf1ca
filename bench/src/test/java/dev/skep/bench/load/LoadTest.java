package dev.skep.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.bench.run.BenchException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final URI URL = URI.create("http://10.0.0.1:8080/");

    @Test
    void isTheCommandThatAnybodyCanGive() {
        var load = new Load(
                URL, 64, 2, Duration.ofSeconds(10), Duration.ofSeconds(2), List.of("Accept: text/plain"), List.of());

        assertEquals(
                "wrk --latency --connections 64 --threads 2 --duration 10s --timeout 2s --script tell.lua"
                        + " --header Accept: text/plain http://10.0.0.1:8080/",
                String.join(" ", load.command(Path.of("tell.lua"))));
    }

    @Test
    void eachThreadAsksAServerWhereSeveralAreNamed() {
        var load = Load.of(URL, 64, Duration.ofSeconds(10)).over(List.of("10.0.0.1:8080", "10.0.0.2:8080"));

        assertEquals(
                "env SKEP_SERVERS=10.0.0.1:8080,10.0.0.2:8080 wrk --latency --connections 64 --threads 2",
                String.join(" ", load.command(Path.of("tell.lua")).subList(0, 8)));
    }

    @Test
    void oneServerThatIsNamedIsAskedInsteadOfTheUrls() {
        var load = Load.of(URL, 64, Duration.ofSeconds(10)).over(List.of("10.0.0.2:8080"));

        assertEquals(
                "SKEP_SERVERS=10.0.0.2:8080", load.command(Path.of("tell.lua")).get(1));
    }

    @Test
    void moreThreadsThanConnectionsAreRefused() {
        assertThrows(
                BenchException.class,
                () -> new Load(URL, 1, 2, Duration.ofSeconds(10), Duration.ofSeconds(2), List.of(), List.of()));
    }
}
