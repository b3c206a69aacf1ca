package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The counter through the URLs that skep prints. */
@OnTheLab
class CountingIT {
    private final Scene scene;
    private Counter counter;

    CountingIT(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() {
        counter = scene.start(manifest("t-count").replicas(2).via("auto", 18001));
    }

    @Test
    void countsOneByOneThroughEveryNode() {
        var everyNode = scene.lab().nodes().stream()
                .map(n -> URI.create("http://%s:18001/".formatted(n.address())))
                .toList();
        assertEquals(everyNode, counter.urls());

        assertEquals(0, counter.reset());
        for (long value = 1; value <= 12; value++) {
            assertEquals(value, counter.next());
        }
        everyNode.forEach(node -> assertEquals(12, counter.read()));
        assertEquals(0, counter.reset());
        assertEquals(1, counter.next());
    }

    @Test
    void answersCarryTheContractThroughTheGateway() {
        var answer = counter.get("/counter");
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(200, counter.get("/readyz").statusCode());
        assertEquals(200, counter.get("/livez").statusCode());
        assertTrue(counter.get("/metrics").body().contains("# TYPE"));
    }

    @Test
    void whatIsNoRequestForACounterIsRefusedAndCountsNothing() {
        long before = counter.read();

        assertProblem(404, "GET", "/nope");
        assertProblem(405, "POST", "/");
        assertEquals(
                "GET",
                counter.send("DELETE", "/reset").headers().firstValue("Allow").orElseThrow());
        assertProblem(414, "GET", "/" + "x".repeat(5_000));
        assertEquals(4, counter.get("/" + "x".repeat(30_000)).statusCode() / 100);

        assertEquals(before, counter.read());
    }

    @Test
    void autoTakesTheGatewayWhereKernelsLackIpvsAndSaysWhy() {
        scene.awaitLog("via auto: gateway", "name=\"t-count\"", "no IPVS in the kernel of node");
        assertTrue(scene.swarm().hasService("t-count-gateway"));
    }

    @Test
    void whatRunsNeedsNothingDone() {
        assertEquals(List.of("t-count: nothing to do"), planOf("t-count"));
        var status = scene.skep().run("status", "t-count");
        assertTrue(status.contains("AllTasksRun") && status.contains("2/2"), status);
    }

    private List<String> planOf(String name) {
        return scene.skep()
                .run("plan", scene.manifests().file(name).toString())
                .lines()
                .toList();
    }

    private void assertProblem(int status, String method, String path) {
        var answer = counter.send(method, path);
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
    }
}
