package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.Labels;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one look at one name comes to, and what of it is told. */
final class ReconcilerTest {
    private static final Sample INCR = Sample.named("incr");

    private final Log log = Log.open();
    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(INCR);
    private final PasswordKey key = PasswordKey.random();
    private final Reconciler reconciler = new Reconciler(new Actor(swarm, key), new Story(), _ -> {});

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void everyStepIsToldWithItsReason() {
        reconcile();
        assertEquals(
                List.of("create service incr-app name=incr why=asked for by incr.yaml:1:1 effect=3 tasks are started"),
                log.lines("create service incr-app"));
    }

    @Test
    void anUpdateTellsWhatChangedFromWhatToWhat() {
        settle();
        folder.holds(INCR.withReplicas(10));
        reconcile();
        var line = log.lines("update service incr-app").getFirst();
        assertTrue(
                line.endsWith(
                        "changes=replicas: 3 -> 10 (spec.app.replicas at incr.yaml:7:15) effect=7 tasks are started"),
                line);
    }

    @Test
    void nothingIsToldTwiceWhileNothingChanges() {
        settle();
        var told = List.copyOf(log.lines());
        assertEquals(1, log.lines("ready").size());
        settle();
        assertEquals(told, log.lines());
    }

    @Test
    void readyIsToldWithTheUrls() {
        settle();
        var line = log.lines("ready").getFirst();
        assertTrue(line.contains("http://10.0.0.1:8080/ http://10.0.0.2:8080/"), line);
    }

    @Test
    void manyHoldsAreToldOnceAsWell() {
        swarm.bad("broken:1");
        settle();
        var node = swarm.observe().nodesWithVolume("incr-redis-1").getFirst();
        var spec = node.spec().deepCopy();
        spec.withObject("Labels").remove(Labels.VOLUME_PREFIX + "incr-redis-1");
        swarm.updateNode(node.id(), node.version(), spec);
        folder.holds(INCR.withImage("broken:1").withFailureAction(FailureAction.PAUSE));
        for (int i = 0; i < 10; i++) {
            reconcile();
        }
        assertEquals(
                1,
                log.lines("held: RolloutFailed, VolumeLost").size(),
                log.lines().toString());
        assertEquals(
                1,
                log.lines().stream()
                        .filter(l -> l.contains("failed and stands still"))
                        .count());
    }

    @Test
    void deletionIsToldAtItsEnd() {
        settle();
        folder.holds(Sample.named("other"));
        settle();
        assertEquals(List.of("deleted name=incr detail=its volumes are kept"), log.lines("deleted"));
    }

    @Test
    void whoWasTooLateLooksAgain() {
        settle();
        folder.holds(INCR.withReplicas(10));
        swarm.faults().failNext("updateService", Moment.BEFORE, new SwarmException.StaleVersion("too late"));
        assertInstanceOf(Outcome.LookAgain.class, reconcile());
        settle();
        assertEquals(10, swarm.observe().service("incr-app").orElseThrow().running());
    }

    @Test
    void aNameThatSomebodyElseTookIsAFailureThatSaysWhatToDo() {
        swarm.createNetwork("incr", Map.of());
        var failed = assertInstanceOf(Outcome.Failed.class, reconcile());
        assertTrue(failed.why().contains("remove or rename it"), failed.why());
        assertEquals(
                List.of("incr", "incr-history-1"), swarm.names(), "what it needs comes first: nothing else was made");
    }

    @Test
    void whatTheSwarmRefusesIsAFailure() {
        swarm.faults().failNext("createService", Moment.BEFORE, new SwarmException.Refused("port taken"));
        var failed = assertInstanceOf(Outcome.Failed.class, reconcile());
        assertEquals("create service incr-redis-1: port taken", failed.why());
    }

    @Test
    void aNodeThatIsLostIsMadeUpForOnAnother() {
        settle();
        swarm.node(3).ready(false);
        settle();
        assertInstanceOf(Outcome.Settled.class, reconcile());
        assertEquals(
                1,
                log.lines("waiting").stream()
                        .filter(l -> l.contains("incr-app: 2 of 3"))
                        .count());
    }

    private void settle() {
        var looks = 0;
        while (!(reconcile() instanceof Outcome.Settled)) {
            assertTrue(++looks < 20, log.lines().toString());
        }
    }

    private Outcome reconcile() {
        var observed = swarm.observe();
        return reconciler.reconcile(Wanted.of("incr", folder.get(), observed, key.fingerprint()), observed);
    }
}
