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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Redis and sentinels let their own app in, and answer nobody else's app, no node and no other network, not even with the right
 * password. The Redis of other manifests reach them, for the controller's sake, and know no password of theirs.
 */
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
        scene.apply(manifest(NAME).mode("sentinel").redis("sentinel: { members: 2 }"));
        scene.awaitReady(OTHER);
    }

    @AfterAll
    void remove() {
        scene.docker().attempt("network", "rm", STRANGER);
    }

    static List<Door> doors() {
        return List.of(new Door("redis-1", 6379), new Door("sentinel-1", 26379));
    }

    /** Where somebody might be let in. */
    record Door(String service, int port) {}

    @ParameterizedTest
    @MethodSource("doors")
    void onlyItsOwnAppReachesIt(Door door) {
        var redis = scene.swarm().container(NAME + "-" + door.service());
        var app = scene.swarm().container(NAME + "-app");
        var password =
                app.exec("bash", "-c", "echo $(</run/secrets/redis-password)").ok();
        var addresses = Probe.addresses(redis);
        // Sentinels know no QUIT: what is no command at all ends the connection.
        var words = "AUTH app %s\r\n*x\r\n".formatted(password);
        var logIn = new Probe(door.port(), words.replace("\r\n", "\\r\\n"));
        assertTrue(addresses.stream().anyMatch(a -> logIn.from(app, a).startsWith(COUNTS)), "its app is let in");
        var other = scene.swarm().container(OTHER + "-app");
        for (var address : addresses) {
            assertFalse(logIn.from(other, address).contains(COUNTS), "another app, at " + address);
            assertFalse(logIn.on(redis.node(), "host", address).contains(COUNTS), "its own node, at " + address);
            assertFalse(logIn.on(redis.node(), "bridge", address).contains(COUNTS), "a container, at " + address);
            assertFalse(logIn.on(redis.node(), STRANGER, address).contains(COUNTS), "another overlay, at " + address);
            assertFalse(answerHere(address, door.port(), words).contains(COUNTS), "this machine, at " + address);
        }
        assertEquals("", logIn.from(other, NAME + "-" + door.service()), "the name is known on its network only");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void theRedisOfAnotherManifestIsRefusedWithWhatItKnows(Door door) {
        var stranger = scene.swarm().container(OTHER + "-redis-1");
        var answers = Probe.addresses(scene.swarm().container(NAME + "-" + door.service())).stream()
                .flatMap(address -> Stream.of(
                        says(stranger, "health", "cat /run/secrets/redis-password", address, door),
                        says(stranger, "replica", "sed -n 's/^masterauth //p' /run/secrets/redis.conf", address, door)))
                .toList();
        assertEquals(
                2, answers.stream().filter(a -> a.contains("WRONGPASS")).count(), "where it is reached: " + answers);
        assertTrue(answers.stream().noneMatch(a -> a.contains("PONG")), answers::toString);
    }

    /** What is answered to a PING by a user with this password of the other's own. */
    private static String says(Container from, String user, String password, String address, Door door) {
        var ping = "REDISCLI_AUTH=\"$(%s)\" timeout 3 redis-cli --user %s -h %s -p %d ping"
                .formatted(password, user, address, door.port());
        return from.exec("sh", "-c", ping).said();
    }

    @Test
    void noContainerIsAttachedByHand() {
        var attached = scene.docker()
                .attempt("run", "--rm", "--network", NAME + "_redis", "--entrypoint", "bash", ManifestText.APP);
        assertTrue(attached.err().contains("not manually attachable"), attached::toString);
    }

    /** Who answers counts, not whether: on its way out of the swarm a request may meet anybody. */
    private static String answerHere(String address, int port, String words) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(2_000);
            socket.connect(new InetSocketAddress(address, port), 2_000);
            socket.getOutputStream().write(words.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }
}
