package dev.skep.incrementor.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server reads and writes.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
final class Resp {
    private static final String END = "\r\n";

    private Resp() {}

    /** Takes the first command, if all of it has come. */
    static Optional<List<String>> takeCommand(StringBuilder bytes) {
        var command = new ArrayList<String>();
        var position = bytes.indexOf(END);
        if (position < 0) {
            return Optional.empty();
        }
        var parts = Integer.parseInt(bytes.substring(1, position));
        position += END.length();
        for (var part = 0; part < parts; part++) {
            var end = bytes.indexOf(END, position);
            if (end < 0) {
                return Optional.empty();
            }
            var length = Integer.parseInt(bytes.substring(position + 1, end));
            var begin = end + END.length();
            position = begin + length + END.length();
            if (position > bytes.length()) {
                return Optional.empty();
            }
            command.add(bytes.substring(begin, begin + length));
        }
        bytes.delete(0, position);
        return Optional.of(command);
    }

    static void write(Object answer, ByteArrayOutputStream out) {
        switch (answer) {
            case SimulatedRedis.Nothing() -> text("$-1", out);
            case SimulatedRedis.Status(var status) -> text("+" + status, out);
            case SimulatedRedis.ErrorReply(var error) -> text("-" + error, out);
            case Long number -> text(":" + number, out);
            case List<?> list -> {
                text("*" + list.size(), out);
                list.forEach(element -> write(element, out));
            }
            case Object other -> text("$" + other.toString().length() + END + other, out);
        }
    }

    private static void text(String line, ByteArrayOutputStream out) {
        out.writeBytes((line + END).getBytes(StandardCharsets.UTF_8));
    }
}
