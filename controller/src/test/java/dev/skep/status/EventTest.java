package dev.skep.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which line of the log is which event. */
final class EventTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @Test
    void aLineWithAReasonIsOneAndItsMessageTellsAll() {
        var line = Map.of(
                "msg", "update service incr-app",
                "reason", "UpdateService",
                "name", "incr",
                "effect", "7 tasks are started",
                "changes", "replicas: 3 -> 10",
                "why", "asked for by incr.yaml:1:1",
                "next_try_ms", "250");
        assertEquals(
                Optional.of(new Event(
                        NOON,
                        Optional.of("incr"),
                        "UpdateService",
                        "update service incr-app; asked for by incr.yaml:1:1; replicas: 3 -> 10; 7 tasks are started")),
                Event.of(NOON, line));
    }

    @Test
    void aLineWithoutANameIsOfNoManifest() {
        var line = Map.of("msg", "swarm reachable", "reason", "SwarmReachable", "detail", "3 nodes");
        assertEquals(
                Optional.of(new Event(NOON, Optional.empty(), "SwarmReachable", "swarm reachable; 3 nodes")),
                Event.of(NOON, line));
    }

    @Test
    void whatALibrarySaysIsNone() {
        assertEquals(Optional.empty(), Event.of(NOON, Map.of("msg", "mind")));
    }

    @Test
    void onlyTheLastAreKept() {
        var events = new RecentEvents();
        for (int i = 0; i < RecentEvents.KEPT + 5; i++) {
            events.add(new Event(NOON, Optional.empty(), "Ready", Integer.toString(i)));
        }
        assertEquals(RecentEvents.KEPT, events.all().size());
        assertEquals("5", events.all().getFirst().message());
    }
}
