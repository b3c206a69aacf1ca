package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The engine's frames around what a container wrote. */
final class LogFramesTest {
    @Test
    void piecesAreJoinedWhereverTheyWereCut() throws IOException {
        // In the middle of a character, too.
        var bytes = "a line\nπ".getBytes(StandardCharsets.UTF_8);
        int last = bytes.length - 1;
        var framed = framed(Arrays.copyOf(bytes, last), new byte[0], Arrays.copyOfRange(bytes, last, last + 1));
        assertEquals("a line\nπ", read(framed));
    }

    @Test
    void nothingIsNothing() throws IOException {
        assertEquals("", read(new byte[0]));
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() {
        var framed = framed("a line\n".getBytes(StandardCharsets.UTF_8));
        assertThrows(EOFException.class, () -> read(Arrays.copyOf(framed, framed.length - 1)));
        assertThrows(EOFException.class, () -> read(Arrays.copyOf(framed, 5)));
    }

    private static String read(byte[] framed) throws IOException {
        try (var frames = new LogFrames(new ByteArrayInputStream(framed))) {
            return new String(frames.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] framed(byte[]... pieces) {
        var out = new ByteArrayOutputStream();
        for (var piece : pieces) {
            var header = ByteBuffer.allocate(8).put((byte) 1).putInt(4, piece.length);
            out.writeBytes(header.array());
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}
