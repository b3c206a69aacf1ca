package dev.skep.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.skep.status.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys and values of a line of the log, from what is to be written and from what was. */
final class LogFields {
    private final String line;
    private int at;

    private LogFields(String line) {
        this.line = line;
    }

    /** What is to be written; the reason is the marker. */
    static Map<String, String> of(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("msg", oneLine(event.getFormattedMessage()));
        Optional.ofNullable(event.getMarkerList()).stream()
                .flatMap(List::stream)
                .forEach(marker -> fields.put(Event.REASON, marker.getName()));
        Optional.ofNullable(event.getKeyValuePairs()).stream()
                .flatMap(List::stream)
                .forEach(pair -> fields.put(pair.key, oneLine(String.valueOf(pair.value))));
        return fields;
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\r\\n]+", " ");
    }

    /** A value as it is written: quoted, and what would end it early is escaped. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** What was written; nothing for what is no such line, as below a bug. */
    static Map<String, String> parse(String line) {
        return line.startsWith("ts=") ? new LogFields(line).all() : Map.of();
    }

    private Map<String, String> all() {
        var fields = new LinkedHashMap<String, String>();
        while (at < line.length()) {
            int equals = line.indexOf('=', at);
            if (equals < 0) {
                return Map.of();
            }
            var key = line.substring(at, equals).strip();
            at = equals + 1;
            fields.put(key, at < line.length() && line.charAt(at) == '"' ? inQuotes() : bare());
        }
        return fields;
    }

    private String bare() {
        int space = line.indexOf(' ', at);
        var value = line.substring(at, space < 0 ? line.length() : space);
        at += value.length() + 1;
        return value;
    }

    private String inQuotes() {
        var value = new StringBuilder();
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 1 : 0;
            if (at < line.length()) {
                value.append(line.charAt(at++));
            }
        }
        at += 2;
        return value.toString();
    }
}
