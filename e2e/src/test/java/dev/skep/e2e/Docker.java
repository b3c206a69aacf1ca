package dev.skep.e2e;

import dev.skep.e2e.Shell.Ran;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The docker command against one engine.
 *
 * @param host as in {@code DOCKER_HOST}
 */
record Docker(String host) {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Runs it and answers what it printed; fails unless it ended well. */
    String run(String... arguments) {
        return attempt(arguments).ok();
    }

    /** Runs it, however it ends. */
    Ran attempt(String... arguments) {
        return Shell.run(
                DEADLINE,
                Map.of("DOCKER_HOST", host),
                Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
    }
}
