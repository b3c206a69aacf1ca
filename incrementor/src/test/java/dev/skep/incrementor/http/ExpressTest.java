package dev.skep.incrementor.http;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection, many requests on it, and clients that do not behave. */
@Timeout(30)
final class ExpressTest {
    private static final String PLAIN = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String READ = "GET /counter HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET /counter HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Limits SHORT =
            new Limits(Duration.ofMillis(1_500), Duration.ofMillis(1_500), Duration.ofSeconds(1));

    private HttpServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new HttpServerFixture(Duration.ofSeconds(1), 1_000, List.of(), SHORT);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void manyRequestsSentAheadAreAnsweredInOrder() throws Exception {
        var expected = LongStream.rangeClosed(1, 5_000).boxed().toList();
        assertEquals(
                LongStream.concat(expected.stream().mapToLong(n -> n), LongStream.of(5_000))
                        .boxed()
                        .toList(),
                numbers(server.raw(PLAIN.repeat(5_000) + LAST)));
    }

    /** So that a read ends where a request does, and what is held is held again. */
    @Test
    void manyRequestsThatFillEachReadAreAnsweredToo() throws Exception {
        var request = "GET / HTTP/1.1\r\nHost: abcdef\r\n\r\n";
        assertEquals(32, request.length());
        assertEquals(
                LongStream.rangeClosed(1, 5_000).boxed().toList(),
                numbers(server.raw(request.repeat(5_000) + LAST)).subList(0, 5_000));
    }

    @Test
    void aRequestThatIsNotPlainStandsWhereItCame() throws Exception {
        assertEquals(
                List.of(1L, 2L, 2L, 3L, 3L, 4L, 4L),
                numbers(server.raw(PLAIN + PLAIN + READ + PLAIN + READ + PLAIN + LAST)));
    }

    @Test
    void aRequestMayComeInPieces() throws Exception {
        try (var socket = server.connect()) {
            for (var piece : (PLAIN + PLAIN + LAST).split("(?<=T|H|\n)", -1)) {
                HttpServerFixture.write(socket, piece);
                socket.getOutputStream().flush();
            }
            assertEquals(List.of(1L, 2L, 2L), numbers(all(socket)));
        }
    }

    @Test
    void whoComesAheadOfTimeGets503InOrder() throws Exception {
        server.redis.down(Kind.UNREACHABLE, "Redis at redis:6379 cannot be reached");
        eventually("noticed", () -> server.get("/readyz").statusCode() == 503);
        var answers = server.raw(PLAIN.repeat(3) + LAST);
        assertEquals(4, answers.split("HTTP/1.1 503 Service Unavailable", -1).length - 1, answers);
        assertEquals(4, answers.split("redis:6379 cannot be reached", -1).length - 1, answers);
        assertEquals(4, answers.split("Retry-After: 1", -1).length - 1, answers);
    }

    @Test
    void tooManyAreTurnedAwayWith503AndTheOthersCounted() throws Exception {
        server.redis.hold();
        try (var first = server.connect();
                var many = server.connect()) {
            HttpServerFixture.write(first, PLAIN);
            eventually("under way", server.redis::holdsOne);
            for (var connection = 0; connection < 4; connection++) {
                HttpServerFixture.write(many, PLAIN.repeat(250));
            }
            eventually("full", () -> server.get("/").statusCode() == 503);
            server.redis.release();
            eventually("room again", () -> server.get("/").statusCode() == 200);
        }
    }

    @Test
    void aClientThatSendsNothingIsCut() throws Exception {
        try (var socket = server.connect()) {
            assertEquals("", all(socket));
        }
        assertTrue(server.get("/metrics").body().contains("skep_connections_cut_total{why=\"idle\"} 1\n"));
    }

    @Test
    void aRequestThatNeverEndsIsCutThoughItGoesOn() throws Exception {
        try (var socket = server.connect()) {
            HttpServerFixture.write(socket, "GET / HTTP/1.1\r\n");
            eventually("cut", () -> {
                try {
                    HttpServerFixture.write(socket, "X: y\r\n");
                    return false;
                } catch (IOException closed) {
                    return true;
                }
            });
        }
        assertTrue(server.get("/metrics").body().contains("skep_connections_cut_total{why=\"slow_request\"} 1\n"));
    }

    /** The first ends in the same read in which the second begins. */
    @Test
    void aRequestThatFollowsAnotherAndNeverEndsIsCutToo() throws Exception {
        try (var socket = server.connect()) {
            HttpServerFixture.write(socket, READ + "GET /counter HTTP/1.1\r\nHo");
            assertEquals(List.of(0L), numbers(all(socket)));
        }
        assertTrue(server.get("/metrics").body().contains("skep_connections_cut_total{why=\"slow_request\"} 1\n"));
    }

    /** A request that ended takes no time any more. */
    @Test
    void aClientThatSaysNothingAfterAWholeRequestIsIdle() throws Exception {
        try (var socket = server.connect()) {
            HttpServerFixture.write(socket, READ);
            assertEquals(List.of(0L), numbers(all(socket)));
        }
        assertTrue(server.get("/metrics").body().contains("skep_connections_cut_total{why=\"idle\"} 1\n"));
    }

    @Test
    void aClientThatTakesNoAnswersIsReadNoMoreAndCut() throws Exception {
        try (var socket = server.connect()) {
            var asking = Thread.ofVirtual().start(() -> askForEver(socket));
            eventually("cut", () -> server.get("/metrics")
                    .body()
                    .contains("skep_connections_cut_total{why=\"slow_reader\"} 1\n"));
            asking.join();
        }
    }

    private static void askForEver(Socket socket) {
        try {
            while (true) {
                HttpServerFixture.write(socket, PLAIN.repeat(100));
            }
        } catch (IOException closed) {
            // That is the end.
        }
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<Long> numbers(String answers) {
        return answers.lines()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
    }
}
