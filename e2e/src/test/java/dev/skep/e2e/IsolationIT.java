package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
        var addresses = Probe.addresses(redis);
        var logIn = new Probe(6379, "AUTH app %s\\r\\nQUIT\\r\\n".formatted(password));
        assertTrue(addresses.stream().anyMatch(a -> logIn.from(app, a).startsWith(COUNTS)), "its app is let in");
        var other = scene.swarm().container(OTHER + "-app");
        for (var address : addresses) {
            assertFalse(logIn.from(other, address).contains(COUNTS), "another app, at " + address);
            assertFalse(logIn.on(redis.node(), "host", address).contains(COUNTS), "its own node, at " + address);
            assertFalse(logIn.on(redis.node(), "bridge", address).contains(COUNTS), "a container, at " + address);
            assertFalse(logIn.on(redis.node(), STRANGER, address).contains(COUNTS), "another overlay, at " + address);
            assertFalse(answerHere(address, password).contains(COUNTS), "this machine, at " + address);
        }
        assertEquals("", logIn.from(other, NAME + "-redis"), "the name is known on its network only");
    }

    @Test
    void noContainerIsAttachedByHand() {
        var attached = scene.docker()
                .attempt("run", "--rm", "--network", NAME + "_redis", "--entrypoint", "bash", ManifestText.APP);
        assertTrue(attached.err().contains("not manually attachable"), attached::toString);
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
