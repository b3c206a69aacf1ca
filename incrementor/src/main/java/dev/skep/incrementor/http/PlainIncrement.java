package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recognises the one request that comes a hundred thousand times a second: {@code GET /} with nothing in its headers that
 * changes how it is answered. What is not surely that is left to Vert.x, which knows all of HTTP.
 */
final class PlainIncrement {
    private static final byte[] LINE_BYTES = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LINE = LINE_BYTES.length;
    private static final long LINE_BEGIN = ByteBuffer.wrap(LINE_BYTES).getLong(0);
    private static final long LINE_END = ByteBuffer.wrap(LINE_BYTES).getLong(8);
    private static final int LONGEST = 2048;

    /** A shorter line is looked at when more is here. */
    private static final int LEAST_HEADER = 4;

    /** The first letters, in lower case, of Host; and of all headers that say something of the connection or a body. */
    private static final int HOST = letters('h', 'o', 's');

    private static final int HOST_END = letters(0, 't', ':');

    private static final int CONNECTION_AND_CONTENT = letters('c', 'o', 'n');
    private static final int TRANSFER_AND_TRAILER = letters('t', 'r', 'a');
    private static final int TE = letters('t', 'e', ':');
    private static final int EXPECT = letters('e', 'x', 'p');
    private static final int UPGRADE = letters('u', 'p', 'g');
    private static final int KEEP_ALIVE = letters('k', 'e', 'e');

    /** It is another request, or none. */
    static final int OTHER = 0;

    /** What is here may become one. */
    static final int NOT_WHOLE = -1;

    private PlainIncrement() {}

    /** How many bytes the request takes that begins here; or that it is another one, or not all here. */
    static int length(ByteBuf in) {
        var begin = in.readerIndex();
        var end = begin + Math.min(in.readableBytes(), LONGEST);
        if (end - begin < LINE) {
            return mayBegin(in, begin, end) ? NOT_WHOLE : OTHER;
        }
        if (in.getLong(begin) != LINE_BEGIN || in.getLong(begin + 8) != LINE_END) {
            return OTHER;
        }
        var length = headersEnd(in, begin + LINE, end);
        if (length > 0) {
            return length - begin;
        }
        return length == NOT_WHOLE && end - begin < LONGEST ? NOT_WHOLE : OTHER;
    }

    private static boolean mayBegin(ByteBuf in, int begin, int end) {
        for (var at = begin; at < end; at++) {
            if (in.getByte(at) != LINE_BYTES[at - begin]) {
                return false;
            }
        }
        return true;
    }

    /** Where the next request begins. */
    private static int headersEnd(ByteBuf in, int begin, int end) {
        var hosts = 0;
        var line = begin;
        while (line + LEAST_HEADER < end && in.getByte(line) != '\r') {
            var name = letters(in.getByte(line), in.getByte(line + 1), in.getByte(line + 2));
            if (changesTheAnswer(name)) {
                return OTHER;
            }
            if (name == HOST && letters(0, in.getByte(line + 3), in.getByte(line + 4)) == HOST_END) {
                hosts++;
            }
            line = next(in, line, end);
            if (line <= 0) {
                return line;
            }
        }
        if (line + 2 > end || in.getByte(line) != '\r') {
            return NOT_WHOLE;
        }
        return in.getByte(line + 1) == '\n' && hosts == 1 ? line + 2 : OTHER;
    }

    private static boolean changesTheAnswer(int name) {
        return name == CONNECTION_AND_CONTENT
                || name == TRANSFER_AND_TRAILER
                || name == TE
                || name == EXPECT
                || name == UPGRADE
                || name == KEEP_ALIVE;
    }

    /** Where the line after this header begins, if this is a plain one. */
    private static int next(ByteBuf in, int line, int end) {
        var at = line;
        while (at < end && isOfName(in.getByte(at))) {
            at++;
        }
        if (at == end) {
            return NOT_WHOLE;
        }
        if (at == line || in.getByte(at) != ':') {
            return OTHER;
        }
        while (at < end && isOfValue(in.getByte(at))) {
            at++;
        }
        if (at + 1 >= end) {
            return at < end && in.getByte(at) != '\r' ? OTHER : NOT_WHOLE;
        }
        return in.getByte(at) == '\r' && in.getByte(at + 1) == '\n' ? at + 2 : OTHER;
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
}
