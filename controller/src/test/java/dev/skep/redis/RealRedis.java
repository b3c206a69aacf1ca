package dev.skep.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** One real redis-server on a free port of the loopback, that writes before it answers. */
final class RealRedis implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private Process process;

    private RealRedis(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static RealRedis start(Path folder) throws IOException, InterruptedException {
        var redis = new RealRedis(folder, freePort());
        redis.run();
        return redis;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run() throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!answers()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("redis-server does not answer: see " + folder.resolve("log"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean answers() {
        try (var jedis = connect()) {
            return jedis.ping().equals("PONG");
        } catch (JedisConnectionException | JedisDataException notYet) {
            return false;
        }
    }

    Jedis connect() {
        return new Jedis("127.0.0.1", port);
    }

    /** {@code kill -9}, and another on the same data. */
    void killAndStart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        run();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
