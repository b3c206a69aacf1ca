package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis is reached on its manifest's network, and from nowhere else, not even with the right password. */
@OnTheLab
class IsolationIT {
    private static final String NAME = "t-alone";
    private static final String OTHER = "t-other";
    private static final String STRANGER = "zz-stranger";
    private static final String COUNTS = "+OK";
    private static final Pattern LOCAL_ADDRESS = Pattern.compile("\\|-- ([\\d.]+)\\s+/32 host LOCAL");

    /** Prints what the Redis at $0 says within 3 s to the app's user with password $1; bash has no client, but sockets. */
    private static final String LOG_IN = """
            (
              exec 3<>"/dev/tcp/$0/6379" || exit
              printf 'AUTH app %s\\r\\nQUIT\\r\\n' "$1" >&3
              mapfile -u 3 answer
              printf '%s' "${answer[@]}"
            ) &
            asks=$!
            (read -rt 3 <> <(:); kill "$asks") &
            wait "$asks"
            kill %2
            """;

    private final Scene scene;

    IsolationIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        remove();
        scene.docker().run("network", "create", "-d", "overlay", "--attachable", STRANGER);
        scene.edit(manifest(OTHER));
        scene.apply(manifest(NAME));
        scene.awaitReady(OTHER);
    }

    @AfterAll
    void remove() {
        scene.docker().attempt("network", "rm", STRANGER);
    }

    @Test
    void onlyItsOwnAppReachesIt() {
        var redis = scene.swarm().container(NAME + "-redis-1");
        var app = scene.swarm().container(NAME + "-app");
        var password =
                app.exec("bash", "-c", "echo $(</run/secrets/redis-password)").ok();
        var addresses = addresses(redis);
        assertTrue(addresses.stream().anyMatch(a -> from(app, a, password).startsWith(COUNTS)), "its app is let in");
        var other = scene.swarm().container(OTHER + "-app");
        for (var address : addresses) {
            assertFalse(from(other, address, password).contains(COUNTS), "another app, at " + address);
            assertFalse(beside(redis, "host", address, password).contains(COUNTS), "its own node, at " + address);
            assertFalse(beside(redis, "bridge", address, password).contains(COUNTS), "a container, at " + address);
            assertFalse(beside(redis, STRANGER, address, password).contains(COUNTS), "another overlay, at " + address);
            assertFalse(answerHere(address, password).contains(COUNTS), "this machine, at " + address);
        }
        assertEquals("", from(other, NAME + "-redis", password), "the name is known on its network only");
    }

    @Test
    void noContainerIsAttachedByHand() {
        var attached = scene.docker()
                .attempt("run", "--rm", "--network", NAME + "_redis", "--entrypoint", "bash", ManifestText.APP);
        assertTrue(attached.err().contains("not manually attachable"), attached::toString);
    }

    private static String from(Container container, String host, String password) {
        return container.exec("bash", "-c", LOG_IN, host, password).out();
    }

    /** On the node of a container, in another network. */
    private static String beside(Container container, String network, String host, String password) {
        return container
                .node()
                .docker()
                .attempt(
                        "run",
                        "--rm",
                        "--network",
                        network,
                        "--entrypoint",
                        "bash",
                        ManifestText.APP,
                        "-c",
                        LOG_IN,
                        host,
                        password)
                .out();
    }

    /** All that it has, of whichever network, as its kernel routes them. */
    private static List<String> addresses(Container container) {
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

    /** Who answers counts, not whether: on its way out of the swarm a request may meet anybody. */
    private static String answerHere(String address, String password) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(2_000);
            socket.connect(new InetSocketAddress(address, 6379), 2_000);
            socket.getOutputStream()
                    .write("AUTH app %s\r\nQUIT\r\n".formatted(password).getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }
}
