package dev.skep.bench.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The docker command, against the engine of the environment. */
final class Docker {
    private static final long DEADLINE_SECONDS = 60;

    private Docker() {}

    /** Runs it and answers what it printed. */
    static String run(String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + out);
        }
        return out;
    }

    /** Runs it and answers the lines that it printed. */
    static List<String> lines(String... arguments) throws IOException, InterruptedException {
        return run(arguments).lines().toList();
    }
}
