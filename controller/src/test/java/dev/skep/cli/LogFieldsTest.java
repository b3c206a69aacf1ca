package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.skep.status.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** A line of the log is read back as what was written. */
final class LogFieldsTest {
    private static final String TIME = "2030-01-01T00:00:00.500Z";

    @Property(tries = 500, seed = "7")
    void whateverIsWrittenIsReadBack(
            @ForAll String message,
            @ForAll @Size(max = 4) Map<@AlphaChars @StringLength(min = 1, max = 8) String, String> pairs) {
        var event = event(message);
        pairs.forEach((key, value) -> event.addKeyValuePair(new KeyValuePair(key, value)));
        var written = LogFields.of(event);
        var read = new LinkedHashMap<>(
                LogFields.parse(new LogLine().doLayout(event).stripTrailing()));
        assertEquals(TIME, read.remove("ts"));
        assertEquals("INFO", read.remove("level"));
        assertEquals(written, read);
    }

    @Test
    void theMarkerIsTheReason() {
        var event = event("ready");
        event.addMarker(MarkerFactory.getMarker("Ready"));
        event.addKeyValuePair(new KeyValuePair("name", "incr"));
        var line = new LogLine().doLayout(event);
        assertEquals("ts=" + TIME + " level=INFO msg=\"ready\" reason=\"Ready\" name=\"incr\"\n", line);
        var expected = Optional.of(new Event(Instant.parse(TIME), Optional.of("incr"), "Ready", "ready"));
        assertEquals(expected, Event.of(Instant.parse(TIME), LogFields.parse(line.strip())));
    }

    @Test
    void whatIsNoSuchLineHasNothing() {
        assertEquals(Map.of(), LogFields.parse(""));
        assertEquals(Map.of(), LogFields.parse("\tat dev.skep.cli.Main.main(Main.java:1)"));
        assertEquals(Map.of(), LogFields.parse("ts=2030-01-01T00:00:00Z and=so on"));
    }

    private static LoggingEvent event(String message) {
        var event = new LoggingEvent("", new LoggerContext().getLogger("skep"), Level.INFO, message, null, null);
        event.setInstant(Instant.parse(TIME));
        return event;
    }
}
