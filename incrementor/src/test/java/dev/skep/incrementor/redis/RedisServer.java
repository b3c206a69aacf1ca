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
import java.util.Optional;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A real redis-server on a free port of the loopback, with an append-only file in the given folder. */
public class RedisServer implements AutoCloseable {
    /** For a Redis that wants no password. */
    static final Login NO_LOGIN = new Login(Optional.empty(), Optional.empty());

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
        var log = folder.resolve("redis.log").toFile();
        process = new ProcessBuilder(command())
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

    /** It does nothing from now on, and its connections stay open: SIGSTOP. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** It goes on as if nothing had been: SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        var status = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill " + signal + " " + process.pid() + ": " + status);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /**
     * Until so many replicas confirm at once what is written. A write of before they were online would prove nothing: it came
     * with the copy of all, after which the stream of writes begins up to a second later.
     */
    static void awaitReplicas(Jedis primary, int number) throws Exception {
        eventually("so many replicas take a write: " + number, () -> {
            if (primary.info("replication").split("state=online", -1).length <= number) {
                return false;
            }
            try {
                primary.set("warm", "up");
                return primary.waitReplicas(number, 100) == number;
            } catch (JedisDataException tooFewYet) {
                return false;
            }
        });
    }

    List<String> command() {
        var command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "yes"));
        command.addAll(List.of("--appendfsync", "always"));
        command.addAll(options);
        return command;
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
