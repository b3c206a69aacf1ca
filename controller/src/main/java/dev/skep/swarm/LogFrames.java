package dev.skep.swarm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What a container wrote, without the frames that the engine puts around each piece (Docker's API, "Stream format"). */
final class LogFrames extends InputStream {
    private static final int HEADER = 8;
    private static final int LENGTH_AT = 4;

    private final InputStream framed;
    private int left;

    LogFrames(InputStream framed) {
        this.framed = framed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (left == 0) {
            var header = framed.readNBytes(HEADER);
            if (header.length == 0) {
                return -1;
            }
            if (header.length < HEADER) {
                throw new EOFException("the engine's answer ends within a frame's header");
            }
            left = ByteBuffer.wrap(header).getInt(LENGTH_AT);
        }
        int read = framed.read(buffer, offset, Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the engine's answer ends within a frame");
        }
        left -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        framed.close();
    }
}
