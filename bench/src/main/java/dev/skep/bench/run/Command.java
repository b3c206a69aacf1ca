package dev.skep.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Command {
    private Command() {}

    /**
     * Runs it and answers what it printed.
     *
     * @param name of what is run, for the error when it fails or takes longer
     * @param input on its standard input, where nobody sees it in the list of processes
     */
    public static String run(String name, Duration atMost, String input, List<String> command)
            throws IOException, InterruptedException {
        var output = Files.createTempFile("skep-bench", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                try (var in = process.getOutputStream()) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                }
                boolean ended = process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
                var said = Files.readString(output, StandardCharsets.UTF_8).strip();
                if (!ended) {
                    throw new BenchException(
                            "%s did not end within %d s: %s".formatted(name, atMost.toSeconds(), said));
                }
                if (process.exitValue() != 0) {
                    throw new BenchException(name + ": " + said);
                }
                return said;
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
        }
    }
}
