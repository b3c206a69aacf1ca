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
    private static final String LACKS = "task: non-zero exit (3)";

    @Test
    void allHaveIpvsWhereTheProbeSucceededOnEveryNode() {
        var world = probed("a", "b").task(PROBE, "a", "complete", "").task(PROBE, "b", "complete", "");
        assertEquals(new Kernels.AllHaveIpvs(), Kernels.of(world.observed()));
    }

    @Test
    void oneNodeThatLacksItIsEnoughThoughOthersAreSilent() {
        var world =
                probed("a", "b", "c").task(PROBE, "a", "complete", "").task(PROBE, "b", "failed", "running", LACKS, "");
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
    void aProbeThatWasKilledSaysNothingOfTheKernelAndWantsAnotherTry() {
        var killed = probed("a").task(PROBE, "a", "failed", "shutdown", "task: non-zero exit (137)", "");
        assertEquals(new Kernels.Unknown(List.of("a")), Kernels.of(killed.observed()));
        assertTrue(Kernels.stuck(killed.after(Kernels.RETRY.plusSeconds(1)).observed()));
    }

    @Test
    void aHostWithoutTheFolderOfModulesIsTakenForOneWithoutIpvs() {
        var error = "invalid mount config for type \"bind\": bind source path does not exist: /lib";
        var rejected = probed("a").task(PROBE, "a", "rejected", "shutdown", error, "");
        assertEquals(new Kernels.Lacking(List.of("a")), Kernels.of(rejected.observed()));
        assertFalse(Kernels.stuck(rejected.after(Kernels.RETRY.plusSeconds(1)).observed()));
    }

    @Test
    void theLastTaskOfANodeCounts() {
        var world = probed("a").task(PROBE, "a", "failed", "running", LACKS, "").task(PROBE, "a", "complete", "");
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
                Kernels.of(world.task(PROBE, "down", "failed", "running", LACKS, "")
                        .observed()));
    }

    @Test
    void aTaskThatCouldNotLookWantsAnotherTryAfterAWhile() {
        var world = probed("a").task(PROBE, "a", "rejected", "");
        assertFalse(Kernels.stuck(world.after(Kernels.RETRY).observed()));
        assertTrue(Kernels.stuck(world.after(Kernels.RETRY.plusSeconds(1)).observed()));
    }

    @Test
    void aTaskThatLookedWantsNone() {
        var world = probed("a", "b").task(PROBE, "a", "complete", "").task(PROBE, "b", "failed", "running", LACKS, "");
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
