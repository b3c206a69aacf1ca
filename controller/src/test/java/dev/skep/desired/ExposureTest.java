package dev.skep.desired;

import static dev.skep.observed.Kernels.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Exposure.Decided;
import dev.skep.desired.Exposure.Undecided;
import dev.skep.desired.Exposure.Way;
import dev.skep.manifest.ExposeSpec;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.World;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** How a counter is reached. */
final class ExposureTest {
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"AUTO", "INGRESS"})
    void whatTheManifestSaysIsDoneWhateverTheKernels(Via via) {
        var decided = assertInstanceOf(Decided.class, decide(via, new World()));
        assertEquals(via.name(), decided.way().name());
    }

    /** Where it is lacking it is refused, and what ran before shall still run then. */
    @Test
    void ingressWaitsForTheFirstAnswerUnlessItIsSoAlready() {
        var silent = probed("complete", "preparing");
        assertInstanceOf(Undecided.class, decide(Via.INGRESS, silent));
        silent.service("incr", "incr-app", "Labels", Map.of(Labels.VIA, Words.of(Way.INGRESS)));
        assertEquals(new Decided(Way.INGRESS, "the manifest says so"), decide(Via.INGRESS, silent));
        assertEquals(
                new Decided(Way.INGRESS, "the manifest says so"), decide(Via.INGRESS, probed("complete", "failed")));
    }

    @Test
    void autoIsIngressWhereEveryKernelHasIpvs() {
        var decided = assertInstanceOf(Decided.class, decide(Via.AUTO, probed("complete", "complete")));
        assertEquals(Way.INGRESS, decided.way());
    }

    @Test
    void autoIsTheGatewayWhereOneKernelLacksItAndSaysWhose() {
        var decided = assertInstanceOf(Decided.class, decide(Via.AUTO, probed("complete", "failed")));
        assertEquals(Way.GATEWAY, decided.way());
        assertTrue(decided.why().contains("node2"), decided.why());
    }

    @Test
    void autoWaitsForTheFirstAnswer() {
        var undecided = assertInstanceOf(Undecided.class, decide(Via.AUTO, probed("complete", "preparing")));
        assertTrue(undecided.why().contains("node2"), undecided.why());
    }

    @ParameterizedTest
    @EnumSource
    void aChoiceThatWasMadeStaysWhileANewNodeIsSilent(Way before) {
        var world = probed("complete", "preparing")
                .service("incr", "incr-app", "Labels", Map.of(Labels.VIA, Words.of(before)));
        var decided = assertInstanceOf(Decided.class, decide(Via.AUTO, world));
        assertEquals(before, decided.way());
    }

    private static World probed(String... states) {
        var world = new World().service(PROBE, PROBE);
        for (int i = 1; i <= states.length; i++) {
            var error = states[i - 1].equals("failed") ? "task: non-zero exit (3)" : "";
            world.nodes("node" + i).task(PROBE, "node" + i, states[i - 1], "running", error, "");
        }
        return world;
    }

    private static Exposure decide(Via via, World world) {
        return Exposure.of("incr", new ExposeSpec(8080, via), world.observed());
    }
}
