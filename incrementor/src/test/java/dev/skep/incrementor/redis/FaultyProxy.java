package dev.skep.incrementor.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between app and Redis on the loopback, and harms the connection after exactly so many bytes more. */
final class FaultyProxy implements AutoCloseable {
    /** Which way the bytes go. */
    enum Direction {
        REQUEST,
        ANSWER
    }

    /** What is done once the bytes before have been passed on. */
    enum Harm {
        /** Both ends are reset. */
        RESET,
        /** This direction ends in good order, the other stays open. */
        HALF_CLOSE,
        /** Nothing passes any more in this direction, and nobody is told. */
        BLACK_HOLE,
        /** What follows comes when the app has given the connection up. */
        DELAY
    }

    /** One harm, to one connection, once. */
    record Fault(Direction direction, Harm harm, int after) {}

    /** Later than the app waits for Redis. */
    private static final Duration LATE = Duration.ofMillis(1_300);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Fault> next = new AtomicReference<>();
    private final int target;
    private final Duration late;

    FaultyProxy(int target) throws IOException {
        this(target, LATE);
    }

    /**
     * One whose delays are others.
     *
     * @param late by how much what is delayed comes later
     */
    FaultyProxy(int target, Duration late) throws IOException {
        this.target = target;
        this.late = late;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The next bytes of this direction, whoever sends them, meet this. */
    void meet(Fault fault) {
        next.set(fault);
    }

    /** Takes back what has not happened yet; whether there was something. */
    boolean forgive() {
        return next.getAndSet(null) != null;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var app = remember(server.accept());
                connect(app);
            } catch (IOException closed) {
                // The end of the test.
                return;
            }
        }
    }

    private void connect(Socket app) throws IOException {
        try {
            var redis = remember(new Socket(InetAddress.getLoopbackAddress(), target));
            Thread.ofVirtual().start(() -> pump(Direction.REQUEST, app, redis));
            Thread.ofVirtual().start(() -> pump(Direction.ANSWER, redis, app));
        } catch (IOException redisIsDown) {
            reset(app);
        }
    }

    private Socket remember(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private void pump(Direction direction, Socket from, Socket to) {
        try {
            var bytes = new byte[8192];
            for (var number = from.getInputStream().read(bytes); number >= 0; ) {
                if (!pass(direction, from, to, bytes, number)) {
                    return;
                }
                number = from.getInputStream().read(bytes);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            // One end went away: so does the other.
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    /** Whether this direction goes on. */
    private boolean pass(Direction direction, Socket from, Socket to, byte[] bytes, int number) throws IOException {
        var fault = next.get();
        if (fault == null || fault.direction() != direction) {
            to.getOutputStream().write(bytes, 0, number);
            return true;
        }
        if (fault.after() > number) {
            to.getOutputStream().write(bytes, 0, number);
            next.compareAndSet(fault, new Fault(direction, fault.harm(), fault.after() - number));
            return true;
        }
        if (!next.compareAndSet(fault, null)) {
            to.getOutputStream().write(bytes, 0, number);
            return true;
        }
        to.getOutputStream().write(bytes, 0, fault.after());
        return harm(fault, from, to, bytes, number);
    }

    private boolean harm(Fault fault, Socket from, Socket to, byte[] bytes, int number) throws IOException {
        switch (fault.harm()) {
            case RESET -> {
                reset(to);
                reset(from);
            }
            case HALF_CLOSE -> to.shutdownOutput();
            case BLACK_HOLE -> {}
            case DELAY -> {
                sleep();
                to.getOutputStream().write(bytes, fault.after(), number - fault.after());
                return true;
            }
        }
        return false;
    }

    private void sleep() {
        try {
            Thread.sleep(late);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket can always be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(FaultyProxy::closeQuietly);
    }
}
