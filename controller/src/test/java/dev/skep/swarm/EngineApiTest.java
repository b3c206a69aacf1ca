package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.skep.desired.Json;
import dev.skep.swarm.EngineServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine in trouble looks like to who asks it. */
final class EngineApiTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);

    private EngineServer server = EngineServer.start((_, _) -> Answer.of(Json.object("it", "answers")));
    private final EngineApi engine = EngineServer.connect(server.host(), DEADLINE);

    @AfterEach
    void close() throws IOException {
        engine.close();
        server.close();
    }

    @Test
    void anEngineThatDoesNotAnswerIsUnreachableInTimeAndThenOnceMoreReachable() {
        assertEquals("answers", ask());
        server.hangs();
        assertSays("GET /services at " + server.host() + ": no answer within");
        server.recovers();
        assertEquals("answers", ask());
    }

    @Test
    void manyWhoAskForOneImageAskOnce() throws Exception {
        var digest = Json.object("Descriptor", Json.object("digest", "sha256:0"));
        try (var registry = EngineServer.start((_, _) -> Answer.of(digest));
                var patient = registry.connect(SOON)) {
            var swarm = new DockerSwarm(patient);
            assertEquals(Optional.of("one@sha256:0"), swarm.pinned("one"), "and all is loaded that is needed");
            registry.hangs();
            var askers = Askers.thatWait(5, () -> swarm.pinned("other"));
            registry.recovers();
            assertEquals(Collections.nCopies(5, Optional.of("other@sha256:0")), askers.answers());
            assertEquals(1, Collections.frequency(registry.paths(), "/v1.41/distribution/other/json"));
        }
    }

    @Test
    void overTcpWhoGaveUpHangsUp() throws Exception {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            givesUpAndHangsUp(listener, "tcp://127.0.0.1:" + port);
        }
    }

    @Test
    void overASocketOfTheMachineWhoGaveUpHangsUp(@TempDir Path folder) throws Exception {
        SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("docker.sock"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            givesUpAndHangsUp(listener, "unix://" + folder.resolve("docker.sock"));
        }
    }

    private static void givesUpAndHangsUp(ServerSocketChannel listener, String host) throws Exception {
        var hungUp = new FutureTask<>(() -> readToTheEnd(listener));
        Thread.ofVirtual().start(hungUp);
        try (var deaf = EngineServer.connect(host, DEADLINE)) {
            assertThrows(SwarmException.Unreachable.class, () -> deaf.get("/services", Map.of()));
            assertTrue(hungUp.get(SOON.toSeconds(), TimeUnit.SECONDS) > 0, "it was asked something");
        }
    }

    /** Answers nothing; says how much it was asked until the other side hung up. */
    private static int readToTheEnd(ServerSocketChannel listener) throws IOException {
        try (var connection = listener.accept()) {
            var buffer = ByteBuffer.allocate(8192);
            while (connection.read(buffer) >= 0) {
                assertTrue(buffer.hasRemaining(), "a request is short");
            }
            return buffer.position();
        }
    }

    @Test
    void anEngineThatIsDownIsUnreachableUntilItIsBack() {
        assertEquals("answers", ask());
        var port = server.port();
        server.close();
        assertSays("GET /services at tcp://127.0.0.1:%d: Connect to http://127.0.0.1:%<d failed: Connection refused"
                .formatted(port));
        server = EngineServer.start(port, (_, _) -> Answer.of(Json.object("it", "is back")));
        assertEquals("is back", ask());
    }

    @Test
    void anotherVersionInItsPlaceIsAskedWhatItSpeaks() {
        ask();
        var port = server.port();
        server.close();
        assertThrows(SwarmException.Unreachable.class, this::ask);
        server = EngineServer.start(port, (_, _) -> Answer.of(Json.object("it", "answers")));
        server.speaks("1.99");
        ask();
        assertEquals(List.of("/_ping", "/v1.44/services"), server.paths());
    }

    @Test
    void anotherVersionInItsPlaceThatNobodySawComeIsAskedOnceItObjects() {
        ask();
        server.speaks("1.43");
        server.fails(Answer.failure(400, "client version 1.41 is too old. Minimum supported API version is 1.42"));
        assertSays("is too old");
        server.recovers();
        ask();
        assertEquals("/v1.43/services", server.paths().getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "500, rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online.",
        "500, rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        "503, This node is not a swarm manager.",
        "500, rpc error: code = Unavailable desc = connection error",
        "502, Bad Gateway"
    })
    void aSwarmThatCannotDecideIsUnreachable(int status, String message) throws IOException {
        server.fails(Answer.failure(status, message));
        // The transport asks once more after a second where it gets a 503.
        try (var patient = EngineServer.connect(server.host(), SOON)) {
            var e = assertThrows(SwarmException.Unreachable.class, () -> patient.get("/services", Map.of()));
            assertEquals("GET /services: " + message, e.getMessage());
        }
    }

    @Test
    void whatAProxyOfTheSocketForbidsIsRefusedInItsWords() {
        server.fails(new Answer(403, StandardCharsets.UTF_8.encode("Forbidden by administrative rules.\n")));
        var e = assertThrows(SwarmException.Refused.class, this::ask);
        assertEquals("GET /services: Forbidden by administrative rules.", e.getMessage());
    }

    @Test
    void anAnswerThatIsNoJsonIsUnreachable() {
        server.fails(new Answer(200, StandardCharsets.UTF_8.encode("<html>")));
        assertThrows(SwarmException.Unreachable.class, this::ask);
    }

    @Test
    void anAnswerThatBreaksOffIsUnreachable() throws Exception {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread.ofVirtual().start(() -> breakOff(listener));
            var port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            try (var breaking = EngineServer.connect("tcp://127.0.0.1:" + port, DEADLINE)) {
                assertThrows(SwarmException.Unreachable.class, () -> breaking.get("/services", Map.of()));
            }
        }
    }

    private static void breakOff(ServerSocketChannel listener) {
        try (var connection = listener.accept()) {
            connection.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 99\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoeverElseSpeaksHttpIsNoEngine() throws Exception {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        try (var wrong =
                EngineServer.connect("tcp://127.0.0.1:" + other.getAddress().getPort(), DEADLINE)) {
            var e = assertThrows(SwarmException.Unreachable.class, () -> wrong.get("/services", Map.of()));
            assertTrue(e.getMessage().contains("no Docker engine answers at tcp://127.0.0.1:"), e.getMessage());
        } finally {
            other.stop(0);
        }
    }

    private String ask() {
        return engine.get("/services", Map.of()).path("it").asText();
    }

    private void assertSays(String words) {
        var e = assertThrows(SwarmException.Unreachable.class, this::ask);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
