package dev.skep.bench.http;

import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.ProcText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that was started here, with those that it starts itself. */
final class Child implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;
    private final List<String> command;

    /** Starts it; what it prints goes to a log in the folder. */
    Child(Path folder, List<String> command, Map<String, String> environment) throws IOException {
        this.command = List.copyOf(command);
        this.log = Files.createTempFile(folder, "child", ".log");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        this.process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it takes connections. */
    void awaitPort(int port) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new BenchException("does not serve on port %d: %s\n%s"
                        .formatted(
                                port,
                                String.join(" ", command),
                                Files.readString(log).strip()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The processor time of all its processes until now. */
    Duration processorTime() throws IOException {
        var sum = Duration.ZERO;
        for (var one : all().toList()) {
            sum = sum.plus(ProcText.cpu(proc(one.pid(), "stat")));
        }
        return sum;
    }

    /** The memory that the program itself holds. */
    long residentKib() throws IOException {
        return ProcText.figure(proc(process.pid(), "status"), "VmRSS:").orElseThrow();
    }

    private static String proc(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }

    /** How many of them run. */
    int processes() {
        return (int) all().filter(ProcessHandle::isAlive).count();
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        var all = all().toList();
        process.destroy();
        // Not to be interrupted: nothing is left behind.
        process.onExit()
                .completeOnTimeout(process, STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
