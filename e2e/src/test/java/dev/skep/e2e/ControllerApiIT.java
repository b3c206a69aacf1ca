package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The controller's HTTP side answers inside its network, and nowhere else; its events are told outside, too. */
@OnTheLab
class ControllerApiIT {
    private static final String NAME = "t-api";
    private static final String CRASHING = "t-api-crash";
    private static final String CRASHING_APP = CRASHING + "-app";
    private static final String SCRAPER = "zz-scraper";
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String LIVE = "live\n";

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
        eventually("it is live", () -> assertTrue(answerTo("/livez").endsWith(LIVE), () -> answerTo("/livez")));
        assertTrue(answerTo("/readyz").endsWith("ready\n"), () -> answerTo("/readyz"));
        assertTrue(answerTo("/metrics").contains("\nskep_controller_changes_total{kind=\"create_service\"} "));
        assertTrue(answerTo("/api/v1/manifests/" + NAME).contains("\"AllTasksRun\""));
        assertTrue(answerTo("/api/v1/manifests").contains("\"name\" : \"" + NAME + "\""));
        assertTrue(answerTo("/api/v1/events").contains("create service " + NAME + "-app"));
        assertTrue(answerTo("/api/v1/manifests/t-none").startsWith("HTTP/1.1 404 "));
    }

    /** Of that the swarm sends no event, and a node's engine tells only who asks that node. The lab's swarm keeps two that ended of a replica. */
    @Test
    void tasksThatEndAgainAndAgainAreTold() {
        scene.apply(manifest(CRASHING).replicas(2));
        for (int i = 0; i < 2; i++) {
            var before = scene.swarm().containers(CRASHING_APP);
            before.forEach(Container::kill);
            eventually("others run", () -> {
                var now = scene.swarm().containers(CRASHING_APP);
                assertEquals(2, now.size());
                assertTrue(Collections.disjoint(before, now), now::toString);
            });
        }
        var path = "/api/v1/manifests/" + CRASHING;
        eventually("it is told", () -> assertTrue(answerTo(path).contains("\"Crashing\""), () -> answerTo(path)));
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
        var addresses = Probe.addresses(scene.swarm().container(Swarm.CONTROLLER));
        assertTrue(
                addresses.stream().anyMatch(a -> get("/livez").from(scraper, a).endsWith(LIVE)),
                "on its network it answers");
        var app = scene.swarm().container(NAME + "-app");
        for (var address : addresses) {
            assertFalse(
                    get("/livez").on(scene.lab().first(), "host", address).endsWith(LIVE),
                    "to its own node at " + address);
            assertFalse(get("/livez").from(app, address).endsWith(LIVE), "to an app at " + address);
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

    private String answerTo(String path) {
        return get(path).from(scene.swarm().container(SCRAPER), Swarm.CONTROLLER);
    }

    private static Probe get(String path) {
        return new Probe(8080, "GET %s HTTP/1.0\\r\\n\\r\\n".formatted(path));
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
