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
 * @param servers such as 10.0.0.2:8080, which the threads ask in turns with what the URL asks for; none: that of the URL
 */
public record Load(
        URI url,
        int connections,
        int threads,
        Duration duration,
        Duration timeout,
        List<String> headers,
        List<String> servers) {
    /** Longer than the app lets a request wait for Redis, so that its 503 is seen and not cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    public Load {
        headers = List.copyOf(headers);
        servers = List.copyOf(servers);
        if (connections < 1 || threads < 1 || threads > connections || duration.toSeconds() < 1) {
            throw new BenchException("no load is made of %d connections, %d threads, %d s"
                    .formatted(connections, threads, duration.toSeconds()));
        }
    }

    /** With one thread: it makes more requests than any counter on the same machine answers. */
    public static Load of(URI url, int connections, Duration duration) {
        return new Load(url, connections, 1, duration, PATIENCE, List.of(), List.of());
    }

    /** The same with a thread for each of these servers. */
    public Load over(List<String> several) {
        return several.isEmpty()
                ? this
                : new Load(url, connections, several.size(), duration, timeout, headers, several);
    }

    /** The command that does it, with the script that tells the figures. */
    public List<String> command(Path script) {
        var command = new ArrayList<String>();
        if (!servers.isEmpty()) {
            command.addAll(List.of("env", "SKEP_SERVERS=" + String.join(",", servers)));
        }
        command.addAll(List.of(
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
