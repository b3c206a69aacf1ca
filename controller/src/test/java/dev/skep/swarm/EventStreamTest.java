package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.desired.Json;
import dev.skep.swarm.EngineServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream of events, as long as it lasts and when it ends. */
final class EventStreamTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CREATED =
            "{\"Type\":\"service\",\"Action\":\"create\",\"Actor\":{\"Attributes\":{\"name\":\"incr-app\"}}}";

    private final EngineServer server = EngineServer.start((_, _) -> Answer.of(Json.object()));
    private final EngineApi engine = server.connect(DEADLINE);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws IOException {
        server.close();
        engine.close();
    }

    @Test
    void itsOpeningAndEachEventAreToldAlsoAfterASilenceThatNoCallWouldOutlive() throws Exception {
        try (var _ = open()) {
            assertTold("stream opened ");
            assertNull(told.poll(DEADLINE.toMillis() * 2, TimeUnit.MILLISECONDS), "silence");
            server.event(CREATED);
            assertTold("service create incr-app");
        }
    }

    @Test
    void oneThatTheEngineEndsIsToldOnce() throws Exception {
        try (var _ = open()) {
            assertTold("stream opened ");
            server.dropStreams();
            assertTold("ended");
            assertTellsNothing();
        }
    }

    @Test
    void oneWhoseEngineDiesIsTold() throws Exception {
        try (var _ = open()) {
            assertTold("stream opened ");
            server.close();
            assertTold("ended");
        }
    }

    @Test
    void aLineThatNobodyUnderstandsEndsIt() throws Exception {
        try (var _ = open()) {
            assertTold("stream opened ");
            server.event("<html>");
            assertTold("ended");
        }
    }

    @Test
    void whoClosesItKnowsAndIsNotTold() throws Exception {
        try (var _ = open()) {
            assertTold("stream opened ");
        }
        assertTellsNothing();
    }

    @Test
    void whereItCannotBeOpenedThatIsAnError() {
        server.fails(Answer.failure(500, "The swarm does not have a leader"));
        assertThrows(SwarmException.Unreachable.class, this::open);
        server.hangs();
        assertThrows(SwarmException.Unreachable.class, this::open);
    }

    private Swarm.Watch open() {
        return new DockerSwarm(engine)
                .watch(e -> told.add(e.type() + " " + e.action() + " " + e.name()), () -> told.add("ended"));
    }

    private void assertTold(String expected) throws InterruptedException {
        assertEquals(expected, told.poll(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    private void assertTellsNothing() throws InterruptedException {
        assertNull(told.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS), "nothing more");
    }
}
