package dev.skep.swarm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The bytes of a JSON list of objects, one object after the other. Where one is known, its bytes are summed up and nothing
 * more: that is a small part of the work of parsing them.
 */
final class ListBytes {
    /** Most elements are smaller. */
    private static final int ROOM = 16 << 10;

    /**
     * What tells the bytes of an element from all others.
     *
     * @param length how many they are
     * @param sums two of 32 bits, of two kinds: no other element has both by chance
     */
    record Mark(int length, long sums) {}

    private final InputStream body;
    private final Checksum one = new CRC32();
    private final Checksum other = new CRC32C();
    private byte[] bytes = new byte[ROOM];

    /** The element that was taken last stands before what comes next. */
    private int taken;

    private int from;
    private int to;
    private boolean begun;

    /** Reads as far as is asked for. */
    ListBytes(InputStream body) {
        this.body = body;
    }

    /**
     * Goes on to the next element.
     *
     * @return false: that was all
     */
    boolean next() throws IOException {
        char sign = sign();
        if (!begun) {
            begun = true;
            if (sign == 'n' && has(4) && bytes[from + 1] == 'u' && bytes[from + 2] == 'l' && bytes[from + 3] == 'l') {
                return false; // Go's word for a list that was never filled
            }
            if (sign != '[') {
                throw new IOException("an answer that is no list, but begins with " + sign);
            }
            from++;
            if (sign() == ']') {
                return false;
            }
        } else if (sign == ']') {
            return false;
        } else if (sign == ',') {
            from++;
        } else {
            throw new IOException("a list that goes on with " + sign);
        }
        if (sign() != '{') {
            throw new IOException("a list of what is no object, but begins with " + sign());
        }
        return true;
    }

    /** Passes over the element if it is that one. */
    boolean passOver(Mark known) throws IOException {
        if (!has(known.length()) || sums(known.length()) != known.sums()) {
            return false;
        }
        from += known.length();
        return true;
    }

    /** Takes the element, whichever it is. */
    Mark take() throws IOException {
        int length = length();
        var mark = new Mark(length, sums(length));
        taken = from;
        from += length;
        return mark;
    }

    /** Of the element that was taken last, before anything else is read. */
    JsonParser parser(JsonFactory json) throws IOException {
        return json.createParser(bytes, taken, from - taken);
    }

    private long sums(int length) {
        return sum(one, length) << Integer.SIZE | sum(other, length);
    }

    private long sum(Checksum sum, int length) {
        sum.reset();
        sum.update(bytes, from, length);
        return sum.getValue();
    }

    /** Of the object that begins here, to its last brace. */
    private int length() throws IOException {
        int depth = 0;
        boolean text = false;
        for (int i = 0; ; i++) {
            if (from + i >= to) {
                need(i + 1);
            }
            byte b = bytes[from + i];
            if (text) {
                if (b == '\\') {
                    i++;
                } else {
                    text = b != '"';
                }
            } else if (b == '"') {
                text = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                return i + 1;
            }
        }
    }

    /** The next that is no white space; it is not passed over. */
    private char sign() throws IOException {
        need(1);
        while (bytes[from] == ' ' || bytes[from] == '\n' || bytes[from] == '\r' || bytes[from] == '\t') {
            from++;
            need(1);
        }
        return (char) (bytes[from] & 0xff);
    }

    private void need(int count) throws IOException {
        if (!has(count)) {
            throw new EOFException("a list that ends in its midst");
        }
    }

    /** Whether there are so many from here on, once all that takes is read. */
    private boolean has(int count) throws IOException {
        while (to - from < count) {
            makeRoomFor(count);
            int read = body.read(bytes, to, bytes.length - to);
            if (read < 0) {
                return false;
            }
            to += read;
        }
        return true;
    }

    private void makeRoomFor(int count) {
        if (bytes.length - from < count) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        }
        if (bytes.length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(count, 2 * bytes.length));
        }
    }
}
