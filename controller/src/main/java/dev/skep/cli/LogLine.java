package dev.skep.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An event as a line of key=value (logfmt); {@link LogFields} reads it back. */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder("ts=" + TIME.format(event.getInstant()) + " level=" + event.getLevel());
        LogFields.of(event)
                .forEach(
                        (key, value) -> line.append(' ').append(key).append('=').append(LogFields.quoted(value)));
        line.append('\n');
        // A bug's stack trace stands below its line.
        return event.getThrowableProxy() == null
                ? line.toString()
                : line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .toString();
    }
}
