package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A real redis-server on a free port of the loopback, with an append-only file in the given folder. */
public final class RedisServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    /** One that is not started yet. */
    public RedisServer(Path folder, String... options) throws IOException {
        this.folder = folder;
        this.options = List.of(options);
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    static boolean installed() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
    }

    public int port() {
        return port;
    }

    /** Starts it and waits until it takes connections. */
    public RedisServer start() throws Exception {
        var command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString(), "--save", "", "--appendonly", "yes"));
        command.addAll(List.of("--appendfsync", "always"));
        command.addAll(options);
        var log = folder.resolve("redis.log").toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        eventually("redis-server listens", this::listens);
        return this;
    }

    /** As a power switch would, but for the disk: SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private boolean listens() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            if (!process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("redis.log")), notYet);
            }
            return false;
        }
    }
}
