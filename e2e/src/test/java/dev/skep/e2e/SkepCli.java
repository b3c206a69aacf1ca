package dev.skep.e2e;

import dev.skep.e2e.Shell.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Skep's command line: the controller's jar, as ./skep runs it. */
record SkepCli(Path jar, String dockerHost) {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    /** Runs it and answers what it printed; fails unless it ended well. */
    String run(String... arguments) {
        return attempt(arguments).ok();
    }

    /** Runs it, however it ends. */
    Ran attempt(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = Stream.concat(
                Stream.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()),
                Stream.of(arguments));
        return Shell.run(DEADLINE, Map.of("DOCKER_HOST", dockerHost), command.toList());
    }
}
