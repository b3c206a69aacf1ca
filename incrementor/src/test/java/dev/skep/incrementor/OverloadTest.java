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
    private static final byte[] LIVE = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Of the 128 MiB: nothing is refused for want of memory long before the limit is reached. */
    private static final long MOST = 124L << 20;

    private static final int CLIENTS = 1_000;

    @TempDir
    private Path folder;

    /** A hundred thousand requests at once, where ten thousand may wait. */
    @Test
    void tenTimesWhatMayWaitFitsInItsMemoryAndEachIsAnswered() throws Exception {
        eachIsAnswered("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 503", app -> {
            eventually("turned away", () -> app.get(app.url("/metrics")).body().contains("outcome=\"full\""));
            assertHolds(app);
        });
    }

    /** Those that Vert.x answers wait in front of it, as bytes, and come one by one. */
    @Test
    void asManyThatVertxAnswersFitToo() throws Exception {
        eachIsAnswered("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "HTTP/1.1 503", app -> {});
    }

    /** Their answers would be gigabytes. */
    @Test
    void whoTakesNoneOfManyLargeAnswersHoldsUpNobody() throws Exception {
        eachIsAnswered("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200", app -> {
            eventually("all came", () -> metric(app, "skep_connections ") >= CLIENTS);
            assertHolds(app);
        });
    }

    /** What is to be so before the clients read. */
    private interface Before {
        void holds(AppProcess app) throws Exception;
    }

    private void eachIsAnswered(String request, String answer, Before before) throws Exception {
        try (var app = app()) {
            var clients = ask(app, request);
            try {
                before.holds(app);
                for (var client : clients) {
                    assertEquals(answer, start(client));
                }
                assertHolds(app);
            } finally {
                close(clients);
            }
        }
    }

    /** A thousand clients, who ask a hundred times each. */
    private static List<Socket> ask(AppProcess app, String request) throws Exception {
        var clients = connections(app.url("/livez"), CLIENTS);
        for (var client : clients) {
            client.getOutputStream().write(request.repeat(100).getBytes(StandardCharsets.US_ASCII));
        }
        return clients;
    }

    private static void assertHolds(AppProcess app) throws Exception {
        assertEquals(200, app.get(app.url("/livez")).statusCode());
        assertTrue(app.bytes() <= MOST, app.bytes() + " bytes\n" + app.output());
    }

    /** More than there are ephemeral ports for a second such test at once; the kernel's part counts too. */
    @Test
    void tenThousandIdleConnectionsAreHeldAndEachIsAnsweredWhenItAsks() throws Exception {
        try (var app = app()) {
            var clients = connections(app.url("/livez"), 10_000);
            try {
                eventually("all are open", () -> metric(app, "skep_connections ") >= 10_000);
                assertHolds(app);
                for (var client : clients) {
                    client.getOutputStream().write(LIVE);
                    assertEquals("HTTP/1.1 200", start(client));
                }
                assertEquals(0, metric(app, "skep_connections_cut_total"));
                assertHolds(app);
            } finally {
                close(clients);
            }
        }
    }

    private static String start(Socket client) throws IOException {
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** The sum of what these lines say. */
    private static long metric(AppProcess app, String name) throws Exception {
        return app.get(app.url("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private AppProcess app() throws IOException {
        return AppProcess.withItsMemory(
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
