package dev.skep.observed;

import static dev.skep.observed.Kernels.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the probe's tasks say of the kernels. */
final class KernelsTest {
    @Test
    void allHaveIpvsWhereTheProbeSucceededOnEveryNode() {
        var world = probed("a", "b").task(PROBE, "a", "complete", "").task(PROBE, "b", "complete", "");
        assertEquals(new Kernels.AllHaveIpvs(), Kernels.of(world.observed()));
    }

    @Test
    void oneNodeThatLacksItIsEnoughThoughOthersAreSilent() {
        var world = probed("a", "b", "c").task(PROBE, "a", "complete", "").task(PROBE, "b", "failed", "");
        assertEquals(new Kernels.Lacking(List.of("b")), Kernels.of(world.observed()));
    }

    @Test
    void aNodeThatHasNotSaidIsUnknown() {
        var world = probed("a", "b", "c").task(PROBE, "a", "complete", "").task(PROBE, "b", "running", "");
        assertEquals(new Kernels.Unknown(List.of("b", "c")), Kernels.of(world.observed()));
    }

    @Test
    void aProbeThatCouldNotStartSaysNothingOfTheKernel() {
        var world = probed("a").task(PROBE, "a", "rejected", "");
        assertEquals(new Kernels.Unknown(List.of("a")), Kernels.of(world.observed()));
    }

    @Test
    void theLastTaskOfANodeCounts() {
        var world = probed("a").task(PROBE, "a", "failed", "").task(PROBE, "a", "complete", "");
        assertEquals(new Kernels.AllHaveIpvs(), Kernels.of(world.observed()));
    }

    @Test
    void nodesThatTakeNoTasksAreNotWaitedFor() {
        var world = probed("a").node("down", false, true).node("drained", true, false);
        assertEquals(
                new Kernels.AllHaveIpvs(),
                Kernels.of(world.task(PROBE, "a", "complete", "").observed()));
    }

    @Test
    void withoutNodesOrProbeNothingIsKnown() {
        assertEquals(new Kernels.Unknown(List.of()), Kernels.of(new World().observed()));
        assertEquals(
                new Kernels.Unknown(List.of("a")),
                Kernels.of(new World().nodes("a").observed()));
    }

    @Test
    void aNodeThatIsAwayHasTheKernelThatItHad() {
        var world = probed("a").node("down", false, true).task(PROBE, "a", "complete", "");
        assertEquals(
                new Kernels.Lacking(List.of("down")),
                Kernels.of(world.task(PROBE, "down", "failed", "").observed()));
    }

    @Test
    void aTaskThatCouldNotLookWantsAnotherTryAfterAWhile() {
        var world = probed("a").task(PROBE, "a", "rejected", "");
        assertFalse(Kernels.stuck(world.after(Kernels.RETRY).observed()));
        assertTrue(Kernels.stuck(world.after(Kernels.RETRY.plusSeconds(1)).observed()));
    }

    @Test
    void aTaskThatLookedWantsNone() {
        var world = probed("a", "b").task(PROBE, "a", "complete", "").task(PROBE, "b", "failed", "");
        assertFalse(Kernels.stuck(world.after(Kernels.RETRY.multipliedBy(2)).observed()));
    }

    @Test
    void anotherTryIsLeftAloneForAWhileToo() {
        var tried = Optional.of(new Rollout(Rollout.State.UPDATING, World.NOW.plus(Kernels.RETRY), ""));
        var world = new World().nodes("a").service(PROBE, PROBE, tried).task(PROBE, "a", "rejected", "");
        assertFalse(Kernels.stuck(world.after(Kernels.RETRY.plusSeconds(1)).observed()));
    }

    private static World probed(String... nodes) {
        return new World().nodes(nodes).service(PROBE, PROBE);
    }
}
