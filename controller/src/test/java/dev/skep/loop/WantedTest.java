package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
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
import java.util.Set;
import java.util.stream.IntStream;
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
        var message = assertHeld("ManifestRefused", "broken.yaml:3:5: unknown field 'replica'");
        assertFalse(message.contains("confirm-delete"), message);
    }

    private void assertHeld(String why) {
        var message = assertHeld("DeletionHeld", why);
        assertTrue(message.endsWith("skep confirm-delete incr"), message);
    }

    private String assertHeld(String reason, String why) {
        var plan = wanted("incr").plan();
        assertEquals(List.of(), plan.steps());
        assertEquals(List.of(reason), plan.holds().stream().map(Hold::reason).toList());
        var message = plan.holds().getFirst().message();
        assertTrue(message.contains(why), message);
        return message;
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
    void aFewThatVanishAtOnceAreDeleted() {
        var many = crowd(Deletions.AT_ONCE);
        folder.holds(SHOP);
        for (var gone : many) {
            assertEquals(List.of(), wanted(gone).plan().holds());
            assertEquals("remove service " + gone + "-app", firstStep(gone));
        }
    }

    @Test
    void manyThatVanishAtOnceAreHeldEachUntilAPersonConfirmsIt() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holds(SHOP);
        for (var gone : many) {
            assertHeldAmongMany(gone);
            assertEquals(List.of(), wanted(gone).plan().steps());
        }
        remember();
        confirm(many.getFirst());
        assertEquals("remove service " + many.getFirst() + "-app", firstStep(many.getFirst()));
        town.bring(Desired.nothing(many.getFirst()));
        for (var gone : many.subList(1, many.size())) {
            assertHeldAmongMany(gone);
            assertEquals(List.of(), wanted(gone).plan().steps(), "they are few now, and still nobody said so");
        }
        many.forEach(this::confirm);
        assertEquals(List.of(), remember(), "nothing is held any more");
    }

    /** Redis go seconds after the app: those that wait for that are no longer among those that vanish. */
    @Test
    void manyThatVanishOneAfterTheOtherAreDeletedHoweverLongEachTakes() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holds(SHOP);
        appEnds(many.getFirst());
        for (var gone : many) {
            assertEquals(List.of(), wanted(gone).plan().holds(), gone);
        }
        assertEquals(List.of(), remember());
    }

    @Test
    void whatIsHeldStaysHeldAlsoWhereSomebodyRemovesItsApp() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holds(SHOP);
        remember();
        appEnds(many.getFirst());
        assertHeldAmongMany(many.getFirst());
    }

    private void appEnds(String name) {
        town.removeService(name + "-app");
        town.removeService(name + "-gateway");
    }

    @Test
    void allThatVanishedAtOnceAreRememberedByOneWriteOrNoneOfThem() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holds(SHOP);
        var steps = wanted(Deletions.HELD).plan().steps();
        assertEquals(List.of("CreateConfig"), steps.stream().map(Step::kind).toList());
        assertEquals(List.of(String.join(" ", many)), remember());
        assertEquals(List.of(), wanted(Deletions.HELD).plan().steps(), "that is all");
    }

    @Test
    void oneOfManyThatIsPutBackIsKeptAndIsNoLongerHeld() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holds(SHOP);
        remember();
        var back = many.getFirst();
        folder.holds(SHOP, Sample.named(back).withVia(Via.NONE));
        assertEquals(List.of(), wanted(back).plan().holds());
        assertEquals(List.of(String.join(" ", many.subList(1, many.size()))), remember());
        assertHeldAmongMany(many.getLast());
    }

    @Test
    void whoPutsAnEmptiedFolderBackOneByOneLosesNone() {
        var few = crowd(3);
        folder.holds();
        assertEquals(List.of(String.join(" ", few)), remember());
        folder.holds(Sample.named(few.getFirst()).withVia(Via.NONE));
        few.subList(1, 3).forEach(this::assertHeldAmongMany);
        assertEquals(List.of(String.join(" ", few.subList(1, 3))), remember());
        folder.holds(few.stream().map(n -> Sample.named(n).withVia(Via.NONE)).toArray(Sample[]::new));
        assertEquals(List.of(), remember());
    }

    @Test
    void manyThatVanishBesideAnErrorAreRememberedAndFewAreNot() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holdsAnErrorAnd(SHOP);
        assertEquals(List.of(String.join(" ", many)), remember());
        folder.holdsAnErrorAnd(many.stream()
                .skip(1)
                .map(n -> Sample.named(n).withVia(Via.NONE))
                .toArray(Sample[]::new));
        assertEquals(List.of(many.getFirst()), remember(), "it was among them");
    }

    @Test
    void whatIsHeldStaysHeldThoughTheSwarmWasNotYetSeenToRememberIt() {
        var many = crowd(Deletions.AT_ONCE + 1);
        var held = new Held();
        folder.holds(SHOP);
        assertEquals(1, decided(many.getLast(), held).plan().holds().size());
        folder.holds(SHOP, Sample.named(many.getFirst()).withVia(Via.NONE));
        assertEquals(1, decided(many.getLast(), held).plan().holds().size(), "they are few, and nothing was written");
    }

    @Test
    void whatWasPutBackBeforeTheSwarmRememberedItMayGoAloneLater() {
        var many = crowd(Deletions.AT_ONCE + 1);
        var held = new Held();
        folder.holds(SHOP);
        decided(many.getLast(), held);
        held.release(Set.copyOf(many));
        folder.holds(many.stream()
                .skip(1)
                .map(n -> Sample.named(n).withVia(Via.NONE))
                .toArray(Sample[]::new));
        assertEquals(List.of(), decided(many.getFirst(), held).plan().holds());
    }

    private Wanted decided(String name, Held held) {
        return new Decisions(folder.get(), swarm.observe(), new Maker("fingerprint"), held).of(name);
    }

    /** As the controller does it for itself; answers which names are remembered then. */
    private List<String> remember() {
        if (Wanted.ownFor(folder.get(), town.observe()).contains(Deletions.HELD)) {
            town.act(wanted(Deletions.HELD).plan());
        }
        return town.observe().configsOf(Deletions.HELD).stream()
                .map(c -> c.labels().get(Labels.HELD))
                .toList();
    }

    @Test
    void whatIsOnItsWayOutDoesNotCount() {
        var many = crowd(Deletions.AT_ONCE + 1);
        folder.holds(SHOP);
        var last = many.getLast();
        many.stream()
                .filter(name -> !name.equals(last))
                .flatMap(name -> town.observe().servicesOf(name).stream())
                .forEach(service -> town.removeService(service.name()));
        assertEquals("remove service " + last + "-app", firstStep(last));
    }

    /** So many manifests run. */
    private List<String> crowd(int size) {
        var names = IntStream.rangeClosed(1, size).mapToObj(n -> "c" + n).toList();
        names.forEach(n -> town.bring(Sample.named(n).withVia(Via.NONE).desired()));
        return names;
    }

    private String firstStep(String name) {
        return wanted(name).plan().steps().getFirst().what();
    }

    private void assertHeldAmongMany(String name) {
        var hold = wanted(name).plan().holds().getFirst();
        assertEquals("DeletionHeld", hold.reason());
        assertTrue(hold.message().startsWith("more than 5 manifests vanished at once"), hold.message());
        assertTrue(hold.message().endsWith("skep confirm-delete " + name), hold.message());
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
                Map.of(Labels.NAME, name, Labels.COMPONENT, Deletions.CONFIRM_DELETE),
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
    void moreReplicasOnHostPortsThanThereAreNodesAreHeldAndSaidAsAnErrorOfTheFile() {
        var three = INCR.withVia(Via.HOST).withReplicas(3);
        town.bring(three.desired());
        folder.holds(three);
        swarm.node(3).ready(false);
        assertEquals(List.of(), wanted("incr").plan().holds(), "a node that is away comes back");
        swarm.node(3).ready(true);
        folder.holds(three.withReplicas(4));
        var plan = wanted("incr").plan();
        assertTrue(plan.isEmpty());
        assertEquals(
                List.of("TooManyReplicas"),
                plan.holds().stream().map(Hold::reason).toList());
        var message = plan.holds().getFirst().message();
        assertTrue(
                message.matches("incr\\.yaml:\\d+:\\d+: spec\\.app\\.replicas: 4, but .* the swarm has 3; .*"),
                message);
    }

    /** Connections are refused there, and all else looks well. */
    @Test
    void ingressIsHeldWhereNoKernelHasIpvsAndSaidAsAnErrorOfTheFile() {
        folder.holds(INCR.withVia(Via.INGRESS));
        assertTrue(Wanted.ownFor(folder.get(), swarm.observe()).contains(Kernels.PROBE), "they are asked");
        assertEquals(
                List.of("asking whether the kernel of node1, node2, node3 has IPVS"),
                wanted("incr").plan().waits());
        swarm.node(1).ipvs(false);
        swarm.node(2).ipvs(false);
        var probe = wanted(Kernels.PROBE).desired();
        town.bring(probe);
        assertEquals(List.of(), wanted("incr").plan().holds(), "node 3 answers");
        swarm.removeService(swarm.observe().service(Kernels.PROBE).orElseThrow().id());
        swarm.node(3).ipvs(false);
        town.bring(probe);
        var plan = wanted("incr").plan();
        assertTrue(plan.isEmpty());
        assertEquals(List.of("NoIpvs"), plan.holds().stream().map(Hold::reason).toList());
        var message = plan.holds().getFirst().message();
        assertTrue(
                message.matches(
                        "incr\\.yaml:\\d+:\\d+: spec\\.app\\.expose\\.via: ingress, but .*node1, node2, node3.* write"
                                + " gateway, or auto"),
                message);
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
