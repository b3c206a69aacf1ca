package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredConfig;
import dev.skep.desired.DesiredNetwork;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Exposure;
import dev.skep.desired.Sample;
import dev.skep.e2e.SocketProxy.Cut;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.SwarmHarness;
import dev.skep.swarm.SwarmUnderTest;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A sample of the faults of FaultsAnywhereTest on a real engine: a manifest is made, changed and removed, each call of that
 * fails when it is made for the first time, and it comes to the same end.
 */
final class CutCallsIT extends SwarmHarness {
    private static final ProxiedSwarm SWARM =
            ProxiedSwarm.allowing(EngineCalls.of("whoever looks", "the controller, besides"));

    private final Actor actor = new Actor(swarm(), PasswordKey.random());

    @BeforeEach
    void asWhereSkepIsInstalled() {
        ensureNetworkOfAnInstallation();
    }

    @AfterEach
    void cutNoMore() {
        SWARM.proxy().cutNoMore();
    }

    @AfterAll
    static void close() {
        SWARM.close();
    }

    @ParameterizedTest
    @EnumSource
    void allIsDoneOnce(Cut cut) throws Exception {
        var sample = Sample.named(name)
                .withImage(Engine.IMAGE)
                .withRedisImage(Engine.IMAGE)
                .withReplicas(0);
        var first = sample.desired(Exposure.Way.NONE);
        SWARM.proxy().cutEach(cut);
        comesTo(first);
        // What its Redis comes to meanwhile may be noted as well, and that is cut, too.
        int made = SWARM.proxy().cuts();
        assertTrue(made >= things(first), () -> "each of them was cut: " + made);

        comesTo(sample.withResources(new ResourcesSpec(500_000_000, 256 << 20)).desired(Exposure.Way.NONE));
        int changed = SWARM.proxy().cuts();
        assertTrue(changed > made, () -> "and the update: " + changed + " after " + made);

        comesTo(Desired.nothing(name));
        int removed = SWARM.proxy().cuts();
        assertTrue(removed >= changed + things(first), () -> "and what removes them: " + removed + " after " + changed);
    }

    private void comesTo(Desired wanted) throws Exception {
        eventually("nothing is left to do", () -> isDone(wanted));
        var observed = observe();
        assertEquals(
                sorted(wanted.networks(), DesiredNetwork::name),
                sorted(ours(observed.networks()), ObservedResource::name));
        assertEquals(
                sorted(wanted.configs(), DesiredConfig::name),
                sorted(ours(observed.configs()), ObservedResource::name));
        assertEquals(
                sorted(wanted.secrets(), DesiredSecret::name),
                sorted(ours(observed.secrets()), ObservedResource::name));
        assertEquals(
                sorted(wanted.services(), DesiredService::name),
                sorted(observed.servicesOf(name), ObservedService::name));
    }

    /** Its volume is pinned nowhere: the Redis of this test need not run. */
    private boolean isDone(Desired wanted) {
        var steps = Planner.plan(wanted, observe(), "test").steps().stream()
                .filter(s -> !(s instanceof Step.PinVolumes))
                .toList();
        try {
            steps.forEach(step -> actor.act(step, name));
            return steps.isEmpty();
        } catch (SwarmException e) {
            return false; // as in the loop: what is there at the next look decides
        }
    }

    private static int things(Desired wanted) {
        return wanted.networks().size()
                + wanted.configs().size()
                + wanted.secrets().size()
                + wanted.services().size();
    }

    private static <T> List<String> sorted(List<T> things, Function<T, String> name) {
        return things.stream().map(name).sorted().toList();
    }

    @Override
    protected SwarmUnderTest underTest() {
        return Engine.underTest(SWARM.swarm());
    }
}
