package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.observed.Kernels;
import dev.skep.observed.Labels;
import dev.skep.plan.Hold;
import dev.skep.plan.Step;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a name asks for, in view of the folder and the swarm. */
final class WantedTest {
    private static final Sample INCR = Sample.named("incr");
    private static final Sample SHOP = Sample.named("shop").withPort(9000);

    private final Folder folder = new Folder(INCR, SHOP);
    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void aManifestIsPlannedForFromItsLine() {
        var wanted = wanted("incr");
        assertEquals(INCR.manifest(), wanted.manifest().orElseThrow());
        assertTrue(wanted.plan().steps().getFirst().why().contains("incr.yaml:1:1"));
    }

    @Test
    void aManifestThatIsGoneIsDeletedWhileOthersAreThere() {
        town.bring(INCR.desired());
        folder.holds(SHOP);
        assertEquals(List.of(), wanted("incr").plan().holds());
        assertEquals(
                "remove service incr-app",
                wanted("incr").plan().steps().getFirst().what());
    }

    @Test
    void anUnreadableFolderDeletesNothing() {
        town.bring(INCR.desired());
        folder.unreadable("there is no folder /m");
        assertHeld("there is no folder /m");
    }

    @Test
    void anEmptiedFolderDeletesNothing() {
        town.bring(INCR.desired());
        folder.holds();
        assertHeld("no manifest is left in the folder");
    }

    @Test
    void aFolderWithAnErrorDeletesNothingAndSaysWhereTheErrorIs() {
        town.bring(INCR.desired());
        folder.holdsAnErrorAnd(SHOP);
        assertHeld("broken.yaml:3:5: unknown field 'replica'");
    }

    private void assertHeld(String why) {
        var plan = wanted("incr").plan();
        assertEquals(List.of(), plan.steps());
        assertEquals(
                List.of("DeletionHeld"), plan.holds().stream().map(Hold::reason).toList());
        var message = plan.holds().getFirst().message();
        assertTrue(message.contains(why), message);
        assertTrue(message.endsWith("skep confirm-delete incr"), message);
    }

    @Test
    void aPersonsConfirmationDeletesWhateverTheFolder() {
        town.bring(INCR.desired());
        folder.unreadable("there is no folder /m");
        confirm("incr");
        var steps = wanted("incr").plan().steps();
        assertEquals("remove service incr-app", steps.getFirst().what());
        assertEquals("remove config confirmation-of-incr", steps.getLast().what());
    }

    @Test
    void theConfirmationOfOneNameIsNoneOfAnother() {
        town.bring(INCR.desired());
        town.bring(SHOP.desired());
        folder.holds();
        confirm("shop");
        assertHeld("no manifest is left");
    }

    @Test
    void aConfirmationOfWhatIsAskedForDeletesNothingButItself() {
        town.bring(INCR.desired());
        confirm("incr");
        assertEquals(
                List.of("remove config confirmation-of-incr"),
                wanted("incr").plan().steps().stream().map(Step::what).toList());
    }

    private void confirm(String name) {
        swarm.createConfig(
                "confirmation-of-" + name,
                Map.of(Labels.NAME, name, Labels.COMPONENT, Wanted.CONFIRM_DELETE),
                new byte[] {1});
    }

    @Test
    void aSuspendedManifestIsLookedAtAndLeftAlone() {
        folder.holds(INCR.suspended());
        var plan = wanted("incr").plan();
        assertTrue(plan.isEmpty());
        assertEquals("Suspended", plan.holds().getFirst().reason());
        assertTrue(plan.holds().getFirst().message().contains("create service incr-app"));
    }

    @Test
    void aSuspendedManifestThatIsAsItShouldBeHoldsNothing() {
        town.bring(INCR.desired());
        folder.holds(INCR.suspended());
        assertEquals(List.of(), wanted("incr").plan().holds());
    }

    @Test
    void autoWaitsForTheKernelsWithoutAskingAPerson() {
        folder.holds(INCR.withVia(Via.AUTO));
        var plan = wanted("incr").plan();
        assertTrue(plan.isEmpty());
        assertEquals(List.of(), plan.holds());
        assertFalse(plan.waits().isEmpty());
    }

    @Test
    void theProbeIsRunOnceThoughItsImageIsPinnedMeanwhile() {
        folder.holds(INCR.withVia(Via.AUTO));
        town.bring(wanted(Kernels.PROBE).desired());
        assertEquals(List.of(), wanted(Kernels.PROBE).plan().steps());
    }

    private Wanted wanted(String name) {
        return Wanted.of(name, folder.get(), swarm.observe(), "fingerprint");
    }
}
