package dev.skep.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** An event as a line of key=value (logfmt): values are quoted, and what would end them early is escaped. */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder("ts=" + TIME.format(event.getInstant()) + " level=" + event.getLevel());
        append(line, "msg", event.getFormattedMessage());
        Optional.ofNullable(event.getKeyValuePairs())
                .orElse(List.of())
                .forEach(pair -> append(line, pair.key, String.valueOf(pair.value)));
        line.append('\n');
        // A bug's stack trace stands below its line.
        return event.getThrowableProxy() == null
                ? line.toString()
                : line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .toString();
    }

    private static void append(StringBuilder line, String key, String value) {
        var escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\r\\n]+", " ");
        line.append(' ').append(key).append("=\"").append(escaped).append('"');
    }
}
