package dev.skep.incrementor.http;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the fast path does by itself, and that Vert.x sees nothing of it. */
@Timeout(30)
final class ExpressAloneTest {
    private static final String PLAIN = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String READ = "GET /counter HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int CAPACITY = 4;

    private ExpressFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ExpressFixture(Duration.ofSeconds(1), CAPACITY);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aRequestIsAnsweredHereWhereverReadsEnd() throws Exception {
        try (var client = server.connect()) {
            var number = 0;
            for (var cut = 1; cut < 5; cut++) {
                client.write(PLAIN + PLAIN.substring(0, 6 * cut));
                assertNumber(++number, client);
                client.write(PLAIN.substring(6 * cut));
                assertNumber(++number, client);
            }
        }
        assertEquals("", server.leftToVertx());
    }

    @Test
    void whatBeginsLikeOneAndIsAnotherIsLeftWhole() throws Exception {
        try (var client = server.connect()) {
            client.write(PLAIN + READ.substring(0, 5));
            assertNumber(1, client);
            client.write(READ.substring(5));
            eventually("left", () -> server.leftToVertx().equals(READ));
        }
    }

    @Test
    void whoIsTurnedAwayIsToldSoHereAndServedOnTheSameConnectionWhenThereIsRoom() throws Exception {
        server.redis.hold();
        try (var others = server.connect();
                var client = server.connect()) {
            others.write(PLAIN.repeat(CAPACITY));
            eventually("under way", server.redis::holdsOne);
            eventually("no place left", () -> server.inFlight() == CAPACITY);
            client.write(PLAIN.repeat(3));
            for (var request = 0; request < 3; request++) {
                assertTurnedAway(client);
            }
            server.redis.release();
            for (var number = 1; number <= CAPACITY; number++) {
                assertNumber(number, others);
            }
            client.write(PLAIN);
            assertNumber(CAPACITY + 1, client);
        }
        assertEquals("", server.leftToVertx());
        assertTrue(server.metrics.text().contains("skep_requests_total{operation=\"increment\",outcome=\"full\"} 3\n"));
        assertTrue(server.metrics.text().contains("skep_http_responses_total{code=\"503\"} 3\n"));
    }

    /** More than may be unsent: nobody takes the answers until all was asked. */
    @Test
    void manyThatAreTurnedAwayAreToldSoAsTheyTakeIt() throws Exception {
        var many = 20_000;
        // Nobody's time is over in between, or there would be room.
        try (var patient = new ExpressFixture(Duration.ofMinutes(5), CAPACITY);
                var others = patient.connect();
                var client = patient.connect()) {
            patient.redis.hold();
            others.write(PLAIN.repeat(CAPACITY));
            eventually("no place left", () -> patient.inFlight() == CAPACITY);
            var asking = Thread.ofVirtual().start(() -> writeAll(client, PLAIN.repeat(many)));
            for (var request = 0; request < many; request++) {
                assertTrue(client.answer().startsWith("HTTP/1.1 503 "), "answer " + request);
            }
            asking.join();
            assertEquals("", patient.leftToVertx());
        }
    }

    @Test
    void theLastAnswerOfATaskThatStopsSaysSoAndEndsTheConnection() throws Exception {
        server.redis.hold();
        try (var client = server.connect()) {
            client.write(PLAIN.repeat(2));
            eventually("under way", server.redis::holdsOne);
            server.traffic.drain();
            server.redis.release();
            var answers = client.rest();
            assertEquals(List.of("1", "2"), numbers(answers));
            assertEquals(1, answers.split("connection: close\r\n", -1).length - 1, answers);
            assertTrue(answers.indexOf("connection: close") > answers.indexOf("\n1\n"), answers);
        }
        assertEquals("", server.leftToVertx());
    }

    /** They are more than the network takes at once. */
    @Test
    void allAnswersAreSentBeforeATaskThatStopsEndsTheConnection() throws Exception {
        var many = 256;
        try (var wide = new ExpressFixture(Duration.ofMinutes(5), many);
                var client = wide.connect()) {
            stopWhileAllWait(wide, client, many);
            eventually("all are counted", () -> wide.inFlight() == 0);
            var answers = client.rest();
            assertEquals(many, numbers(answers).size(), answers);
            assertEquals(1, answers.split("connection: close\r\n", -1).length - 1, answers);
        }
    }

    /** Else one whose requests overlap would never be told. */
    @Test
    void whatIsAskedOfATaskThatStopsBehindOthersIsNotCounted() throws Exception {
        server.redis.hold();
        try (var client = server.connect();
                var other = server.connect()) {
            client.write(PLAIN);
            eventually("asked", () -> server.inFlight() == 1);
            server.traffic.drain();
            client.write(PLAIN);
            // Once this has been read, that has been too.
            other.write(PLAIN);
            eventually("both have one under way", () -> server.inFlight() == 2);
            server.redis.release();
            var answers = client.rest();
            assertEquals(1, numbers(answers).size(), answers);
            assertTrue(answers.contains("connection: close\r\n"), answers);
        }
    }

    @Test
    void whoIsTurnedAwayByATaskThatStopsGoesElsewhere() throws Exception {
        server.redis.hold();
        try (var others = server.connect();
                var client = server.connect()) {
            others.write(PLAIN.repeat(CAPACITY));
            eventually("no place left", () -> server.inFlight() == CAPACITY);
            server.traffic.drain();
            client.write(PLAIN.repeat(2));
            var answers = client.rest();
            assertEquals(2, answers.split("HTTP/1.1 503 ", -1).length - 1, answers);
            assertEquals(1, answers.split("connection: close\r\n", -1).length - 1, answers);
        }
    }

    /** Else its next answer would be taken for it. */
    @Test
    void whereAnAnswerCannotBeWrittenItsConnectionIsCutAndTheOthersGetTheirs() throws Exception {
        server.redis.hold();
        var clients = new ArrayList<RawClient>();
        try {
            for (var client = 0; client < 3; client++) {
                var socket = server.connect();
                clients.add(socket);
                socket.write(PLAIN);
                var asked = client + 1;
                eventually("asked", () -> server.inFlight() == asked);
            }
            server.memory.lack(1);
            server.redis.release();
            // One of them is the first of the batch; which, only Redis knows.
            var told = new ArrayList<String>();
            for (var client : clients) {
                told.addAll(numbers(client.answer()));
            }
            assertEquals(List.of("2", "3"), told.stream().sorted().toList());
            assertTrue(server.metrics.text().contains("skep_connections_cut_total{why=\"fault\"} 1\n"));
            assertCounts(4);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void whereNoErrorCanBeWrittenEitherTheTimeOfTheOthersIsOverAllTheSame() throws Exception {
        server.redis.down(Kind.UNREACHABLE, "away");
        try (var one = server.connect();
                var two = server.connect()) {
            one.write(PLAIN);
            eventually("asked", () -> server.inFlight() == 1);
            server.memory.lack(1);
            two.write(PLAIN);
            assertEquals("", one.rest());
            assertTrue(two.answer().startsWith("HTTP/1.1 503 "));
            two.write(PLAIN);
            assertTrue(two.answer().startsWith("HTTP/1.1 503 "), "time still passes");
        }
        server.redis.up();
        eventually("all are told", () -> server.inFlight() == 0);
        assertCounts(1);
    }

    @Test
    void whereNobodyCanBeTurnedAwayTheConnectionIsCut() throws Exception {
        server.redis.hold();
        try (var others = server.connect();
                var client = server.connect()) {
            others.write(PLAIN.repeat(CAPACITY));
            eventually("no place left", () -> server.inFlight() == CAPACITY);
            server.memory.lack(1);
            client.write(PLAIN.repeat(2));
            assertEquals("", client.rest());
            server.redis.release();
            assertNumber(1, others);
        }
    }

    /** Many requests fit in one read, and their answers are large: they are asked as the answers are taken. */
    @Test
    void whatIsLeftToVertxIsGivenAsItsAnswersAreTaken() throws Exception {
        var many = 2_000;
        try (var client = server.connect()) {
            var asking = Thread.ofVirtual().start(() -> writeAll(client, ExpressFixture.LARGE.repeat(many)));
            for (var request = 0; request < many; request++) {
                assertEquals("200 OK", client.answer().substring(9, 15), "answer " + request);
            }
            asking.join();
        }
        assertEquals(ExpressFixture.LARGE.repeat(many), server.leftToVertx());
        var most = 16_384 + 3 * ExpressFixture.LARGE_BODY;
        assertTrue(server.mostUnsent() <= most, server.mostUnsent() + " bytes unsent");
    }

    /** What Redis has counted is counted, whoever is told. */
    @Test
    void anAnswerThatNobodyIsToldIsNoHttpAnswer() throws Exception {
        server.redis.hold();
        try (var client = server.connect()) {
            client.write(PLAIN);
            eventually("under way", server.redis::holdsOne);
        }
        eventually("gone", () -> server.connections() == 0);
        server.redis.release();
        eventually("counted", () -> server.inFlight() == 0);
        assertCounts(2);
        eventually(
                "told one of two",
                () -> server.metrics.text().contains("skep_http_responses_total{code=\"200\"} 1\n")
                        && server.metrics.text().contains("{operation=\"increment\",outcome=\"ok\"} 2\n"));
    }

    /** A close at once would reset the connection, and what it has not read yet were lost to it. */
    @Test
    void whoGoesOnAfterItsLastAnswerCanReadIt() throws Exception {
        server.redis.hold();
        try (var client = server.connect()) {
            client.write(PLAIN);
            eventually("under way", server.redis::holdsOne);
            server.traffic.drain();
            server.redis.release();
            eventually("answered", client::hasMore);
            client.write(PLAIN.repeat(50_000));
            var answers = client.rest();
            assertEquals(List.of("1"), numbers(answers));
            assertEquals(1, server.connections(), "until its client closes it");
        }
        eventually("closed", () -> server.connections() == 0);
    }

    /** More than the network takes, which nobody reads. */
    @Test
    void whoTakesNoAnswersHoldsUpNoTaskThatStops() throws Exception {
        var many = 256;
        try (var wide = new ExpressFixture(Duration.ofMinutes(5), many, Duration.ofMillis(500));
                var client = wide.connect()) {
            stopWhileAllWait(wide, client, many);
            eventually("closed", () -> wide.connections() == 0);
            assertFalse(wide.metrics.text().contains("why=\"slow_reader\""), wide.metrics.text());
        }
    }

    private static void stopWhileAllWait(ExpressFixture wide, RawClient client, int many) throws Exception {
        wide.redis.hold();
        client.write(PLAIN.repeat(many));
        eventually("all are asked", () -> wide.inFlight() == many);
        wide.traffic.drain();
        wide.redis.release();
    }

    private static void writeAll(RawClient client, String requests) {
        try {
            client.write(requests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertCounts(int number) throws Exception {
        try (var client = server.connect()) {
            client.write(PLAIN);
            assertNumber(number, client);
        }
    }

    private static void assertNumber(int number, RawClient client) throws Exception {
        var answer = client.answer();
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n") && answer.endsWith("\r\n\r\n" + number + "\n"), answer);
    }

    private static void assertTurnedAway(RawClient client) throws Exception {
        var answer = client.answer();
        assertTrue(answer.startsWith("HTTP/1.1 503 ") && answer.contains("Retry-After: 1\r\n"), answer);
        assertTrue(answer.contains("had no effect"), answer);
    }

    private static List<String> numbers(String answers) {
        return answers.lines().filter(line -> line.matches("\\d+")).toList();
    }
}
