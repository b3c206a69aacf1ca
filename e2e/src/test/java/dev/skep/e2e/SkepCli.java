package dev.skep.e2e;

import dev.skep.e2e.Shell.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Skep's command line: the controller's jar, as ./skep runs it. */
record SkepCli(Path jar, Map<String, String> environment) {
    private static final String HOST = "DOCKER_HOST";

    private static final Duration DEADLINE = Duration.ofMinutes(4);

    SkepCli(Path jar, String dockerHost) {
        this(jar, Map.of(HOST, dockerHost));
    }

    /** The same that speaks to another engine, or to the same by another way. */
    SkepCli to(String otherHost) {
        return new SkepCli(jar, otherHost);
    }

    /** The same by TLS, with the three files that are in this folder. */
    SkepCli to(String otherHost, Path certificates) {
        return new SkepCli(
                jar, Map.of(HOST, otherHost, "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", certificates.toString()));
    }

    /** Runs it and answers what it printed; fails unless it ended well. */
    String run(String... arguments) {
        return attempt(arguments).ok();
    }

    /** Runs it, however it ends. */
    Ran attempt(String... arguments) {
        return Shell.run(DEADLINE, environment, command(arguments));
    }

    /** Runs it until it is closed. */
    Running start(String... arguments) {
        return Running.start(environment, command(arguments));
    }

    private List<String> command(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(
                        Stream.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()),
                        Stream.of(arguments))
                .toList();
    }
}
