package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.SwarmHarness;
import dev.skep.swarm.SwarmUnderTest;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of the faults of FaultsAnywhereTest on a real engine: whichever call fails while a manifest is made, all is made once. */
final class CutCallsIT extends SwarmHarness {
    private static final ProxiedSwarm SWARM =
            ProxiedSwarm.allowing(EngineCalls.of("whoever looks", "the controller, besides"));

    private final Actor actor = new Actor(swarm(), PasswordKey.random());

    static Stream<Arguments> everyWriteAndCut() {
        var wanted = wanted("any");
        int writes = wanted.networks().size()
                + wanted.configs().size()
                + wanted.secrets().size()
                + wanted.services().size();
        return IntStream.rangeClosed(1, writes).boxed().flatMap(write -> Stream.of(Cut.values())
                .map(cut -> Arguments.of(write, cut)));
    }

    @BeforeEach
    void asWhereSkepIsInstalled() {
        ensureNetworkOfAnInstallation();
    }

    @AfterAll
    static void close() {
        SWARM.close();
    }

    @ParameterizedTest
    @MethodSource("everyWriteAndCut")
    void allIsMadeOnce(int write, Cut cut) throws Exception {
        var wanted = wanted(name);
        SWARM.proxy().cut(write, cut);

        eventually("nothing is left to do", () -> isDone(wanted));

        assertFalse(SWARM.proxy().awaitsTheCut(), "a call was cut");
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

    private static Desired wanted(String name) {
        return Sample.named(name)
                .withImage(Engine.IMAGE)
                .withRedisImage(Engine.IMAGE)
                .withReplicas(0)
                .desired(Exposure.Way.NONE);
    }

    private static <T> List<String> sorted(List<T> things, Function<T, String> name) {
        return things.stream().map(name).sorted().toList();
    }

    @Override
    protected SwarmUnderTest underTest() {
        return Engine.underTest(SWARM.swarm());
    }
}
