package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The controller's HTTP side answers inside its network, and nowhere else; its events are told outside, too. */
@OnTheLab
class ControllerApiIT {
    private static final String NAME = "t-api";
    private static final String SCRAPER = "zz-scraper";
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Pattern LOCAL_ADDRESS = Pattern.compile("\\|-- ([\\d.]+)\\s+/32 host LOCAL");
    private static final String LIVE = "live\n";

    /** Prints what host $0, port 8080, answers to GET $1 within 3 s; bash has no client, but sockets. */
    private static final String GET = """
            (
              exec 3<>"/dev/tcp/$0/8080" || exit
              printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "$1" >&3
              mapfile -u 3 answer
              printf '%s' "${answer[@]}"
            ) &
            asks=$!
            (read -rt 3 <> <(:); kill "$asks") &
            wait "$asks"
            kill %2
            """;

    private final Scene scene;

    ControllerApiIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        remove();
        scene.docker()
                .run(
                        "service",
                        "create",
                        "-d",
                        "--name",
                        SCRAPER,
                        "--network",
                        Swarm.CONTROLLER,
                        "--no-healthcheck",
                        "--entrypoint",
                        "bash",
                        ManifestText.APP,
                        "-c",
                        "trap exit TERM; while :; do read -rt 1 <> <(:); done");
        scene.apply(manifest(NAME));
    }

    @AfterAll
    void remove() {
        if (scene.swarm().hasService(SCRAPER)) {
            scene.docker().run("service", "rm", SCRAPER);
        }
    }

    @Test
    void whoIsOnItsNetworkIsAnswered() {
        eventually("it is live", () -> assertTrue(get("/livez").endsWith(LIVE), () -> get("/livez")));
        assertTrue(get("/readyz").endsWith("ready\n"), () -> get("/readyz"));
        assertTrue(get("/metrics").contains("\nskep_controller_changes_total{kind=\"create_service\"} "));
        assertTrue(get("/api/v1/manifests/" + NAME).contains("\"AllTasksRun\""));
        assertTrue(get("/api/v1/manifests").contains("\"name\" : \"" + NAME + "\""));
        assertTrue(get("/api/v1/events").contains("create service " + NAME + "-app"));
        assertTrue(get("/api/v1/manifests/t-none").startsWith("HTTP/1.1 404 "));
    }

    @Test
    void noNodePublishesIt() {
        for (var node : scene.lab().nodes()) {
            assertThrows(IOException.class, () -> getFromHere(node.address()), node::name);
        }
    }

    /** Who answers counts, not whether: on its way out of the swarm a request may meet anybody. */
    @Test
    void nobodyElseReachesItAtAnyOfItsAddresses() throws Exception {
        var scraper = scene.swarm().container(SCRAPER);
        var addresses = addresses();
        assertTrue(
                addresses.stream().anyMatch(a -> get(scraper, a, "/livez").endsWith(LIVE)),
                "on its network it answers");
        var app = scene.swarm().container(NAME + "-app");
        for (var address : addresses) {
            assertFalse(getFromTheNode(address).endsWith(LIVE), "to its own node at " + address);
            assertFalse(get(app, address, "/livez").endsWith(LIVE), "to an app at " + address);
            assertNotEquals(LIVE, answerHere(address), "to this machine at " + address);
        }
    }

    @Test
    void noContainerIsAttachedByHand() {
        var attached = scene.docker()
                .attempt("run", "--rm", "--network", Swarm.CONTROLLER, "--entrypoint", "bash", ManifestText.APP);
        assertTrue(attached.err().contains("not manually attachable"), attached::toString);
    }

    @Test
    void eventsAreFollowedFromOutside() {
        try (var events = scene.skep().start("events", NAME, "--follow", "-o", "json")) {
            scene.edit(manifest(NAME).replicas(2));
            eventually(
                    "the edit is told",
                    () -> assertTrue(
                            events.printed()
                                    .lines()
                                    .anyMatch(l -> l.contains("\"UpdateService\"") && l.contains("replicas: 1 -> 2")),
                            events::printed));
        }
        scene.awaitReady(NAME);
        var listed = scene.skep().run("events", NAME);
        assertTrue(listed.contains("replicas: 1 -> 2"), listed);
        assertFalse(listed.contains(Installed.KEEP), listed);
    }

    private String get(String path) {
        return get(scene.swarm().container(SCRAPER), Swarm.CONTROLLER, path);
    }

    private static String get(Container from, String host, String path) {
        return from.exec("bash", "-c", GET, host, path).out();
    }

    /** With the node's own view of the network. */
    private String getFromTheNode(String host) {
        return scene.docker()
                .attempt(
                        "run",
                        "--rm",
                        "--network",
                        "host",
                        "--entrypoint",
                        "bash",
                        ManifestText.APP,
                        "-c",
                        GET,
                        host,
                        "/livez")
                .out();
    }

    /** All that the controller's container has, of whichever network, as its kernel routes them. */
    private List<String> addresses() {
        var routes = scene.swarm()
                .container(Swarm.CONTROLLER)
                .exec("cat", "/proc/net/fib_trie")
                .ok();
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

    private static String answerHere(String host) throws InterruptedException {
        try {
            return getFromHere(host);
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }

    private static String getFromHere(String host) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(SOON).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + host + ":8080/livez"))
                    .timeout(SOON)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
