package dev.skep.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The docker command, against the engine of the environment, or against another one. */
public final class Docker {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Docker() {}

    /** Runs it and answers what it printed. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        return fed("", arguments);
    }

    /** Runs it with this on its standard input, where nobody sees it in the list of processes, and answers what it printed. */
    public static String fed(String input, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
        return Command.run(String.join(" ", command), DEADLINE, input, command);
    }

    /** Runs it and answers the lines that it printed. */
    public static List<String> lines(String... arguments) throws IOException, InterruptedException {
        return run(arguments).lines().toList();
    }

    /** The engines of this machine, which ./skep tells. */
    public static List<String> engines() {
        return engines(System.getenv().getOrDefault("SKEP_ENGINES", ""));
    }

    static List<String> engines(String told) {
        return told.isBlank()
                ? List.of("unix:///var/run/docker.sock")
                : List.of(told.strip().split("\\s+", -1));
    }

    /** Runs it against the engine at this address. */
    public static String on(String engine, String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of("-H", engine), Stream.of(arguments)).toArray(String[]::new));
    }
}
