package dev.skep.loop;

import static dev.skep.loop.Looping.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Json;
import dev.skep.swarm.DockerSwarm;
import dev.skep.swarm.EngineApi;
import dev.skep.swarm.EngineServer;
import dev.skep.swarm.EngineServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop and an engine that fares as engines do: it is asked now and then, told of once, and followed again at once. */
final class EngineOutageTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration SLOWLY = Duration.ofSeconds(30);

    /** A look fails at its first call, and the stream of events is tried once a second. */
    private static final int FEW_CALLS = 30;

    private final Log log = Log.open();
    private EngineServer server = EngineServer.start(EngineOutageTest::answer);
    private final EngineApi engine = server.connect(DEADLINE);
    private final PasswordKey key = PasswordKey.random();
    private final DockerSwarm swarm = new DockerSwarm(engine);
    private final Controller controller =
            new Controller(swarm, new Actor(swarm, key), key.fingerprint(), new Folder(), new Told());
    private final Thread thread = Looping.thread(controller);

    @BeforeEach
    void start() throws Exception {
        thread.start();
        eventually(SOON, "it looks", () -> log.lines("swarm reachable").size() == 1);
        eventually(SOON, "it listens", () -> server.streams() == 1);
        log.lines().clear();
    }

    @AfterEach
    void stop() throws Exception {
        controller.stop();
        assertTrue(thread.join(SOON), "it ends");
        engine.close();
        server.close();
        log.close();
    }

    @Test
    void withoutALeader() throws Exception {
        server.fails(Answer.failure(500, "rpc error: code = Unknown desc = The swarm does not have a leader."));
        controller.folderChanged();
        passesTheOutage();
        server.recovers();
        goesOn();
    }

    @Test
    void withoutAnyAnswer() throws Exception {
        server.hangs();
        controller.folderChanged();
        passesTheOutage();
        server.recovers();
        goesOn();
    }

    /** Each call takes most of what it may: a look of six takes longer than one call may, and that is nobody's business. */
    @Test
    void slowAsItMayBe() throws Exception {
        server.slow(DEADLINE.multipliedBy(7).dividedBy(10));
        for (int look = 0; look < 2; look++) {
            var looks = looks();
            controller.folderChanged();
            eventually(SLOWLY, "it has looked", () -> looks() > looks);
        }
        assertEquals(List.of(), log.lines());
        server.recovers();
    }

    @Test
    void slowerThanItMayBe() throws Exception {
        server.slow(DEADLINE.multipliedBy(2));
        controller.folderChanged();
        passesTheOutage();
        server.recovers();
        goesOn();
    }

    /** The last that a look asks for. */
    private long looks() {
        return server.paths().stream().filter(p -> p.endsWith("/secrets")).count();
    }

    @Test
    void restarting() throws Exception {
        var port = server.port();
        server.close();
        passesTheOutage();
        server = EngineServer.start(port, EngineOutageTest::answer);
        goesOn();
        eventually(SOON, "it listens again", () -> server.streams() == 1);
    }

    @Test
    void droppingTheStreamOfEvents() throws Exception {
        server.dropStreams();
        eventually(SOON, "it listens again", () -> server.streams() == 1);
        assertEquals(List.of(), log.lines(), "that is nobody's business");
    }

    private void passesTheOutage() throws Exception {
        eventually(SOON, "it is told", () -> !log.lines("swarm unreachable").isEmpty());
        var before = server.calls();
        TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
        var calls = server.calls() - before;
        assertTrue(calls < FEW_CALLS, calls + " calls in " + OUTAGE);
    }

    private void goesOn() throws Exception {
        eventually(SOON, "it is followed again", () -> !log.lines("swarm reachable")
                .isEmpty());
        assertEquals(2, log.lines().size(), () -> "one line for each change: " + log.lines());
    }

    private static Answer answer(String path, String query) throws IOException {
        return switch (path) {
            case "/nodes" -> Answer.of(array().add(node()));
            case "/services", "/tasks", "/networks", "/configs", "/secrets" -> Answer.of(array());
            default -> throw new IOException("nobody should ask for " + path + "?" + query);
        };
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static JsonNode node() {
        return Json.object(
                "ID", "node1",
                "Description", Json.object("Hostname", "node1"),
                "Status", Json.object("Addr", "10.0.0.1", "State", "ready"),
                "Spec", Json.object("Availability", "active", "Labels", Json.object()));
    }
}
