package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What programs that read the log (Loki, Vector, …) must be able to rely on. */
final class LogLineTest {
    @Test
    void anEventIsOneLineOfKeysAndQuotedValues() {
        assertEquals(
                "ts=2030-01-01T00:00:00.500Z level=INFO msg=\"ready\" name=\"incr\" next_try_ms=\"250\"\n",
                line("ready", null, new KeyValuePair("name", "incr"), new KeyValuePair("next_try_ms", 250)));
    }

    @Test
    void whatWouldEndAValueEarlyIsEscaped() {
        var line = line("failed", null, new KeyValuePair("why", "invalid \"C:\\x\"\r\nin line 2"));
        assertTrue(line.endsWith(" why=\"invalid \\\"C:\\\\x\\\" in line 2\"\n"), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void aBugShowsWhereItIs() {
        var lines = line("bug", new IllegalStateException("why")).lines().toList();
        assertTrue(lines.get(1).startsWith("java.lang.IllegalStateException: why"), lines.get(1));
        assertTrue(lines.get(2).contains("LogLineTest"), lines.get(2));
    }

    private static String line(String message, Throwable cause, KeyValuePair... pairs) {
        var event =
                new LoggingEvent("", new LoggerContext().getLogger("skep"), Level.INFO, message, cause, new Object[0]);
        event.setInstant(Instant.parse("2030-01-01T00:00:00.500Z"));
        List.of(pairs).forEach(event::addKeyValuePair);
        return new LogLine().doLayout(event);
    }
}
