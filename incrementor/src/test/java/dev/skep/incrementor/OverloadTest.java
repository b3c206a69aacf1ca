package dev.skep.incrementor;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The app with the memory of the manifest, and more clients than it can serve. Redis is not there, so all of them wait. */
@Timeout(120)
final class OverloadTest {
    private static final long LIMIT_KIB = 128 * 1024;

    @TempDir
    private Path folder;

    /** A hundred thousand requests at once, where ten thousand may wait. */
    @Test
    void tenTimesWhatMayWaitTakesNoMoreMemoryAndEachIsAnswered() throws Exception {
        try (var app = app()) {
            var live = app.url("/livez");
            var clients = connections(live, 1_000);
            try {
                var request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
                for (var client : clients) {
                    client.getOutputStream().write(request);
                }
                eventually(
                        "turned away", () -> app.get(app.url("/metrics")).body().contains("outcome=\"full\""));
                assertEquals(200, app.get(live).statusCode());
                for (var client : clients) {
                    assertTrue(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)
                            .equals("HTTP/1.1 503"));
                }
                assertTrue(app.residentKib() < LIMIT_KIB, app.residentKib() + " KiB");
            } finally {
                close(clients);
            }
        }
    }

    private AppProcess app() throws IOException {
        return new AppProcess(
                folder,
                Map.of(
                        "HTTP_HOST", "127.0.0.1",
                        "HTTP_PORT", "0",
                        "REDIS_SERVER", "127.0.0.1",
                        "REDIS_PORT", "1",
                        "REQUEST_TIMEOUT", "3s"));
    }

    private static List<Socket> connections(URI app, int count) throws IOException {
        var connections = new ArrayList<Socket>();
        for (var connection = 0; connection < count; connection++) {
            var socket = new Socket(app.getHost(), app.getPort());
            socket.setSoTimeout(30_000);
            connections.add(socket);
        }
        return connections;
    }

    private static void close(List<Socket> connections) throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
