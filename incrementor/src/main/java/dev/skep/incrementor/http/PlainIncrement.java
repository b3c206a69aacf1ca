package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recognises the one request that comes a hundred thousand times a second: {@code GET /} with nothing in its headers that
 * changes how it is answered. What is not surely that is left to Vert.x, which knows all of HTTP.
 */
final class PlainIncrement {
    private static final long LINE_BEGIN = eight("GET / HT");
    private static final long LINE_END = eight("TP/1.1\r\n");
    private static final int LINE = 16;
    private static final int LONGEST = 2048;

    /** The first letters, in lower case, of Host; and of all headers that say something of the connection or a body. */
    private static final int HOST = letters('h', 'o', 's');

    private static final int CONNECTION_AND_CONTENT = letters('c', 'o', 'n');
    private static final int TRANSFER_AND_TRAILER = letters('t', 'r', 'a');
    private static final int TE = letters('t', 'e', ':');
    private static final int EXPECT = letters('e', 'x', 'p');
    private static final int UPGRADE = letters('u', 'p', 'g');
    private static final int KEEP_ALIVE = letters('k', 'e', 'e');

    private PlainIncrement() {}

    /** How many bytes the request takes that begins here, or 0 when it is another one, or is not all here. */
    static int length(ByteBuf in) {
        var begin = in.readerIndex();
        var end = begin + Math.min(in.readableBytes(), LONGEST);
        if (end - begin < LINE || in.getLong(begin) != LINE_BEGIN || in.getLong(begin + 8) != LINE_END) {
            return 0;
        }
        var hosts = 0;
        var line = begin + LINE;
        while (line + 3 < end && in.getByte(line) != '\r') {
            var name = letters(in.getByte(line), in.getByte(line + 1), in.getByte(line + 2));
            if (changesTheAnswer(name)) {
                return 0;
            }
            hosts += name == HOST ? 1 : 0;
            line = next(in, line, end);
        }
        var whole = line + 2 <= end && in.getByte(line) == '\r' && in.getByte(line + 1) == '\n';
        return whole && hosts == 1 ? line + 2 - begin : 0;
    }

    private static boolean changesTheAnswer(int name) {
        return name == CONNECTION_AND_CONTENT
                || name == TRANSFER_AND_TRAILER
                || name == TE
                || name == EXPECT
                || name == UPGRADE
                || name == KEEP_ALIVE;
    }

    /** Where the line after this header begins; the end of all when it is no plain header. */
    private static int next(ByteBuf in, int line, int end) {
        var at = line;
        while (at < end && isOfName(in.getByte(at))) {
            at++;
        }
        if (at == line || at == end || in.getByte(at) != ':') {
            return end;
        }
        while (at < end && isOfValue(in.getByte(at))) {
            at++;
        }
        return at + 1 < end && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n' ? at + 2 : end;
    }

    private static boolean isOfName(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '-' || (b >= '0' && b <= '9');
    }

    private static boolean isOfValue(byte b) {
        return ((b < 0 || b >= ' ') && b != 0x7f) || b == '\t';
    }

    private static int letters(int a, int b, int c) {
        return (a << 16 | b << 8 | c) | 0x20_20_20;
    }

    private static long eight(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
    }
}
