package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says something to an address from inside a container; the app's image has bash, which has sockets but no client. */
final class Probe {
    private static final Pattern LOCAL_ADDRESS = Pattern.compile("\\|-- ([\\d.]+)\\s+/32 host LOCAL");

    /** Prints what $0, port $1, answers within 3 s to $2, in which escapes are as printf has them. */
    private static final String ASK = """
            (
              exec 3<>"/dev/tcp/$0/$1" || exit
              printf '%b' "$2" >&3
              mapfile -u 3 answer
              printf '%s' "${answer[@]}"
            ) &
            asks=$!
            (read -rt 3 <> <(:); kill "$asks") &
            wait "$asks"
            kill %2
            """;

    private final int port;
    private final String words;

    /** @param words what is said, with escapes as printf has them */
    Probe(int port, String words) {
        this.port = port;
        this.words = words;
    }

    /** What is answered to a container, or nothing. */
    String from(Container container, String host) {
        return container
                .exec("bash", "-c", ASK, host, Integer.toString(port), words)
                .out();
    }

    /** What is answered on a node, in one of its networks, or nothing. */
    String on(Lab.Node node, String network, String host) {
        var run = Stream.of("run", "--rm", "--network", network, "--entrypoint", "bash", ManifestText.APP);
        var ask = Stream.of("-c", ASK, host, Integer.toString(port), words);
        return node.docker()
                .attempt(Stream.concat(run, ask).toArray(String[]::new))
                .out();
    }

    /** All addresses that a container has, of whichever network, as its kernel routes them. */
    static List<String> addresses(Container container) {
        var routes = container.exec("cat", "/proc/net/fib_trie").ok();
        var addresses = LOCAL_ADDRESS
                .matcher(routes)
                .results()
                .map(found -> found.group(1))
                .filter(address -> !address.startsWith("127."))
                .distinct()
                .toList();
        assertFalse(addresses.isEmpty(), routes);
        return addresses;
    }
}
