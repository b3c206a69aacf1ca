package dev.skep.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real wrk against a server of this process. */
@RequiresWrk
class WrkTest {
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            answered.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tellsWhatTheServerAnswered() throws Exception {
        var measured = Wrk.run(load(4));

        assertTrue(measured.requests() > 0, measured::toString);
        // What was under way when the time was over is not counted by wrk.
        assertTrue(answered.get() - measured.requests() <= 4, () -> answered + " answered, " + measured);
        assertEquals(0, measured.errors().all());
        var latency = measured.latency();
        var rising = List.of(latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max());
        assertEquals(rising.stream().sorted().toList(), rising);
    }

    @Test
    void allServersThatAreNamedAreAsked() throws Exception {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var askedOther = new AtomicLong();
        other.createContext("/", exchange -> {
            askedOther.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        try {
            var servers = Stream.of(server, other)
                    .map(each -> "127.0.0.1:" + each.getAddress().getPort())
                    .toList();
            var measured = Wrk.run(load(4).over(servers));

            assertEquals(0, measured.errors().all());
            assertTrue(answered.get() > 0 && askedOther.get() > 0, () -> answered + " and " + askedOther);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void answersWithAnErrorAreCountedAsSuch() throws Exception {
        status.set(503);

        var measured = Wrk.run(load(1));

        assertEquals(measured.requests(), measured.errors().status());
        assertEquals(0, measured.perSecond());
    }

    @Test
    void whoDoesNotAnswerIsAnErrorThatSaysSo() throws Exception {
        stop();

        var refused = assertThrows(BenchException.class, () -> Wrk.run(load(1)));

        assertTrue(refused.getMessage().contains("Connection refused"), refused::getMessage);
    }

    @Test
    void anInterruptEndsTheProcess() throws Exception {
        var wrk = Wrk.start(Load.of(load(1).url(), 1, Duration.ofMinutes(10)));
        var process = ProcessHandle.of(wrk.pid()).orElseThrow();
        try (wrk) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, wrk::await);
        }
        process.onExit().join();
        assertFalse(process.isAlive());
    }

    private Load load(int connections) {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return Load.of(url, connections, Duration.ofSeconds(1));
    }
}
