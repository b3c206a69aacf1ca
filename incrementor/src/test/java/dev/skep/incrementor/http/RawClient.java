package dev.skep.incrementor.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says each byte itself. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawClient(InetSocketAddress server) throws IOException {
        socket = new Socket();
        // So that a few answers that are not taken fill it.
        socket.setReceiveBufferSize(4096);
        socket.connect(server);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void write(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next whole answer, or what came of it before the connection ended. */
    String answer() throws IOException {
        var answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            var next = next();
            if (next < 0) {
                return answer.toString();
            }
            answer.append((char) next);
        }
        var length = answer.toString().replaceAll("(?s).*content-length: (\\d+)\r\n.*", "$1");
        return answer.append(new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.US_ASCII))
                .toString();
    }

    /** Whether there is something to read. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** All until the connection ends. */
    String rest() throws IOException {
        var rest = new StringBuilder();
        for (var next = next(); next >= 0; next = next()) {
            rest.append((char) next);
        }
        return rest.toString();
    }

    private int next() throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            // Cut while it still had something to say: an end as any other.
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
