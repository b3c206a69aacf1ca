package dev.skep.incrementor.redis;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** The client's end of a simulated connection, as Jedis wants to see it. */
final class SimulatedSocket extends Socket {
    private final SimulatedConnection connection;
    private int timeout;
    private boolean closed;

    SimulatedSocket(SimulatedConnection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = (int) timeout.toMillis();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("Jedis reads into buffers");
            }

            @Override
            public int read(byte[] into, int from, int most) throws SocketException, SocketTimeoutException {
                return connection.receive(into, from, most, Duration.ofMillis(timeout));
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws SocketException {
                connection.send(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] bytes, int from, int number) throws SocketException {
                connection.send(Arrays.copyOfRange(bytes, from, from + number));
            }
        };
    }

    @Override
    public void setSoTimeout(int millis) {
        timeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return InetSocketAddress.createUnresolved("simulated", 6379);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return getRemoteSocketAddress();
    }
}
