package dev.skep.bench.load;

import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** wrk at work on one load. It ends by itself, or when this is closed. */
public final class Wrk implements AutoCloseable {
    /** How long wrk may take to connect, and to end, beyond the time of its load. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Load load;
    private final Path folder;
    private final Process process;

    private Wrk(Load load, Path folder, Process process) {
        this.load = load;
        this.folder = folder;
        this.process = process;
    }

    /** Does a load and waits for its end. */
    public static Measured run(Load load) throws IOException, InterruptedException {
        try (var wrk = start(load)) {
            return wrk.await();
        }
    }

    /** Begins a load. */
    public static Wrk start(Load load) throws IOException {
        var folder = Files.createTempDirectory("skep-wrk");
        try (var script = Wrk.class.getResourceAsStream("tell.lua")) {
            Files.copy(script, script(folder));
            var process = new ProcessBuilder(load.command(script(folder)))
                    .redirectErrorStream(true)
                    .redirectOutput(output(folder).toFile())
                    .start();
            return new Wrk(load, folder, process);
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    /** Its process, to be looked at. */
    public long pid() {
        return process.pid();
    }

    /** Waits for the end of the load. */
    public Measured await() throws IOException, InterruptedException {
        var most = load.duration().plus(load.timeout()).plus(GRACE);
        if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchException("wrk did not end within " + most.toSeconds() + " s: " + command());
        }
        var text = Files.readString(output(folder));
        if (process.exitValue() != 0) {
            throw new BenchException("wrk failed: " + command() + "\n" + text.strip());
        }
        return WrkOutput.parse(text);
    }

    private String command() {
        return String.join(" ", load.command(script(folder)));
    }

    private static Path script(Path folder) {
        return folder.resolve("tell.lua");
    }

    private static Path output(Path folder) {
        return folder.resolve("output");
    }

    /** Ends it, if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
        delete(folder);
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(script(folder));
            Files.deleteIfExists(output(folder));
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
