package dev.skep.incrementor;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class MainTest {
    @TempDir
    private Path folder;

    @Test
    void allThatIsWrongWithTheEnvironmentIsSaidAndTheStatusIs64() throws Exception {
        try (var app = new AppProcess(folder, Map.of("HTTP_PORT", "x", "REDIS_PORT", "y"))) {
            assertEquals(64, app.exitStatus());
            assertEquals("""
                    REDIS_PORT="y": allowed: a whole number from 1 to 65535
                    HTTP_PORT="x": allowed: a whole number from 0 to 65535
                    """, app.output());
        }
    }

    @Test
    void inModeSentinelItServesBeforeAnySentinelDoesAndSaysWhatItWaitsFor() throws Exception {
        var environment = Map.of(
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", "0",
                "REDIS_MODE", "sentinel",
                "REDIS_SENTINELS", "127.0.0.1:1",
                "REDIS_PRIMARY_NAME", "incr-redis");
        try (var app = new AppProcess(folder, environment)) {
            var ready = app.url("/readyz");
            eventually("it has asked", () -> app.get(ready).body().contains("no sentinel names a primary"));
            assertEquals(503, app.get(ready).statusCode());
            assertEquals(200, app.get(app.url("/livez")).statusCode());
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndTheStatusIs1() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            try (var app = new AppProcess(folder, Map.of("HTTP_HOST", "127.0.0.1", "HTTP_PORT", port))) {
                assertEquals(1, app.exitStatus());
                var last = app.output().lines().toList().getLast();
                assertTrue(last.startsWith("cannot listen on 127.0.0.1:" + port + " (HTTP_HOST, HTTP_PORT)"), last);
            }
        }
    }
}
