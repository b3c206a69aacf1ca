package dev.skep.e2e;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A command that runs until it is closed, and what it has printed so far. */
final class Running implements AutoCloseable {
    private final Process process;
    private final List<String> printed = new CopyOnWriteArrayList<>();

    private Running(Process process) {
        this.process = process;
    }

    static Running start(Map<String, String> environment, List<String> command) {
        return start(environment, command, _ -> {});
    }

    /** @param heard told of each line as soon as it is printed, in another thread */
    static Running start(Map<String, String> environment, List<String> command, Consumer<String> heard) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            var running = new Running(builder.start());
            Thread.ofVirtual().start(() -> running.read(heard));
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    /** All that it said until now, to whichever stream. */
    String printed() {
        return String.join("\n", printed);
    }

    /** Whether it has not ended. */
    boolean runs() {
        return process.isAlive();
    }

    /** Tells it to end, as an interrupted command is told, and waits until it has put its things in order. */
    void terminate(Duration deadline) {
        process.destroy();
        try {
            if (!process.waitFor(deadline.toNanos(), NANOSECONDS)) {
                fail("told to end, but not ended after " + deadline.toSeconds() + " s: " + printed());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while it ended", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void read(Consumer<String> heard) {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {
                printed.add(line);
                heard.accept(line);
            });
        } catch (UncheckedIOException | IOException e) {
            printed.add("its output ended: " + e);
        }
    }
}
