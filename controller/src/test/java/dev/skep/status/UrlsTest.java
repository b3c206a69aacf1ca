package dev.skep.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Sample;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a counter answers. */
final class UrlsTest {
    private static final Sample INCR = Sample.named("incr").withPort(9000).withReplicas(2);

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void theRoutingMeshAnswersOnEveryNode() {
        town.bring(INCR.desired(Way.INGRESS));
        assertEquals(List.of("http://10.0.0.1:9000/", "http://10.0.0.2:9000/", "http://10.0.0.3:9000/"), urls());
    }

    @Test
    void aHostPortAnswersWhereATaskRuns() {
        town.bring(INCR.desired(Way.HOST));
        assertEquals(List.of("http://10.0.0.1:9000/", "http://10.0.0.2:9000/"), urls());
    }

    @Test
    void aGatewayAnswersWhereItRuns() {
        town.bring(INCR.desired(Way.GATEWAY));
        assertEquals(3, urls().size());
        swarm.node(2).ready(false);
        assertEquals(List.of("http://10.0.0.1:9000/", "http://10.0.0.3:9000/"), urls());
    }

    @Test
    void whatIsNotPublishedHasNone() {
        town.bring(INCR.desired(Way.NONE));
        assertEquals(List.of(), urls());
    }

    @Test
    void anotherManifestsCounterIsNotThisOnes() {
        town.bring(INCR.desired(Way.INGRESS));
        assertEquals(List.of(), Urls.of("shop", town.observe()));
    }

    private List<String> urls() {
        return Urls.of("incr", town.observe());
    }
}
