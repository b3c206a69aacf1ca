package dev.skep.bench.load;

import dev.skep.bench.run.BenchException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What wrk is to do.
 *
 * @param url that is asked, again and again
 * @param connections that are kept open; each has one request under way
 * @param threads of wrk, at most one a connection
 * @param duration of the whole, whole seconds
 * @param timeout after which wrk counts a request as one that timed out
 * @param headers of each request, such as "Accept: text/plain"
 */
public record Load(URI url, int connections, int threads, Duration duration, Duration timeout, List<String> headers) {
    /** Longer than the app lets a request wait for Redis, so that its 503 is seen and not cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    public Load {
        headers = List.copyOf(headers);
        if (connections < 1 || threads < 1 || threads > connections || duration.toSeconds() < 1) {
            throw new BenchException("no load is made of %d connections, %d threads, %d s"
                    .formatted(connections, threads, duration.toSeconds()));
        }
    }

    /** With one thread: it makes more requests than any counter on the same machine answers. */
    public static Load of(URI url, int connections, Duration duration) {
        return new Load(url, connections, 1, duration, PATIENCE, List.of());
    }

    /** The command that does it, with the script that tells the figures. */
    public List<String> command(Path script) {
        var command = new ArrayList<>(List.of(
                "wrk",
                "--latency",
                "--connections",
                Integer.toString(connections),
                "--threads",
                Integer.toString(threads),
                "--duration",
                duration.toSeconds() + "s",
                "--timeout",
                timeout.toSeconds() + "s",
                "--script",
                script.toString()));
        headers.forEach(header -> command.addAll(List.of("--header", header)));
        command.add(url.toString());
        return List.copyOf(command);
    }
}
