package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.backup.Holding;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.Labels;
import dev.skep.redis.Visited;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one look at one name comes to, and what of it is told. */
final class ReconcilerTest {
    private static final Sample INCR = Sample.named("incr");

    private final Log log = Log.open();
    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(INCR);
    private final PasswordKey key = PasswordKey.random();
    private final AtomicLong clock = new AtomicLong();
    private final Visited visited = new Visited();
    private final Reconciler reconciler = new Reconciler(
            new Actor(swarm, key, _ -> visited), new Story(), new Rivals(clock::get, new Random(1)), _ -> {});

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
        new Town(swarm).loseLabel("incr-redis-1");
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
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        folder.holds(Sample.named("other"));
        settle();
        assertEquals(List.of("deleted name=incr detail=its volumes are kept"), log.lines("deleted"));
    }

    /** Whenever it has started it must be told that it leads, and the swarm tells nobody that it has. */
    @Test
    void oneRedisThatWritesNothingIsLookedAtAgain() {
        folder.holds(INCR.withPersistence(Persistence.NONE));
        for (int looks = 0; log.lines("ready").isEmpty(); looks++) {
            assertTrue(looks < 20, log.lines().toString());
            reconcile();
        }
        assertInstanceOf(Outcome.LookAgain.class, reconcile());
    }

    @Test
    void whoWasTooLateLooksAgain() {
        settle();
        folder.holds(INCR.withReplicas(10));
        swarm.faults().failNext("updateService", Moment.BEFORE, new SwarmException.StaleVersion("too late"));
        assertInstanceOf(Outcome.TooLate.class, reconcile());
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
    void whatIsHeldIsToldThoughAStepFails() {
        settle();
        var town = new Town(swarm);
        town.loseLabel("incr-redis-1");
        folder.holds(INCR.withReplicas(10));
        swarm.faults().failNext("updateService", Moment.BEFORE, new SwarmException.Refused("no"));
        assertInstanceOf(Outcome.Failed.class, reconcile());
        assertEquals(1, log.lines("held: VolumeLost").size());
    }

    @Test
    void whatIsSuspendedTellsWhatElseIsHeld() {
        settle();
        new Town(swarm).loseLabel("incr-redis-1");
        folder.holds(INCR.withReplicas(10).suspended());
        reconcile();
        assertEquals(
                1,
                log.lines("held: VolumeLost, Suspended").size(),
                log.lines("held").toString());
    }

    @Test
    void aManifestMayBeCalledSwarmOrManifests() {
        for (var name : List.of("swarm", "manifests")) {
            folder.holds(Sample.named(name).withVia(Via.NONE));
            settle(name);
            assertEquals(1, log.lines("ready name=" + name).size());
        }
        reconcile("swarm");
        assertEquals(1, log.lines("ready name=swarm").size());
    }

    @Test
    void theStepUnderWayIsTheLastOnceItIsToStop() {
        var goOn = new AtomicBoolean(true);
        swarm.faults().onCall("createNetwork", () -> goOn.set(false));
        var observed = swarm.observe();
        var wanted = Wanted.of("incr", folder.get(), observed, key.fingerprint());
        assertInstanceOf(Outcome.CutShort.class, reconciler.reconcile(wanted, observed, goOn::get));
        assertEquals(1, swarm.faults().count("createNetwork"));
        assertEquals(1, swarm.faults().count("createConfig"), "the history's entry, which goes before");
        assertEquals(0, swarm.faults().count("createSecret") + swarm.faults().count("createService"));
    }

    @Test
    void aRivalIsAnsweredAtOnceTheFirstTimesThenMoreAndMoreRarelyAndToldOnce() {
        settle();
        var town = new Town(swarm);
        var rests = new ArrayList<Duration>();
        for (int round = 0; round < 12; round++) {
            town.meddle("incr-app", spec -> replicas(spec, 1));
            while (reconcile() instanceof Outcome.InTheWay(var rest)) {
                rests.add(rest);
                clock.addAndGet(rest.toNanos());
            }
            settle();
            clock.addAndGet(Duration.ofMillis(100).toNanos());
        }
        assertEquals(12, log.lines("update service incr-app").size());
        assertEquals(9, rests.size(), "three times at once: " + rests);
        assertTrue(rests.getFirst().toMillis() <= 500, rests.toString());
        assertTrue(rests.getLast().toSeconds() >= 14, rests.toString());
        var told = log.lines("somebody keeps undoing it");
        assertEquals(1, told.size());
        assertTrue(told.getFirst().contains("what=update service incr-app changes=replicas: 1 -> 3"), told.getFirst());
    }

    /** An engine tells of it as long as a container there is on it. */
    @Test
    void aNetworkThatIsSlowToGoIsNobodysDoing() {
        settle();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        folder.holds(Sample.named("other"));
        var waited = false;
        for (int look = 0; look < 15; look++) {
            waited |= reconcile() instanceof Outcome.InTheWay;
            if (swarm.observe().networks().stream().noneMatch(n -> n.name().equals("incr"))) {
                swarm.createNetwork("incr", Map.of(Labels.NAME, "incr"));
            }
            clock.addAndGet(Duration.ofMillis(100).toNanos());
        }
        assertTrue(waited, "it is removed more and more rarely");
        assertTrue(swarm.faults().count("removeNetwork") > 3, "it is asked for again");
        assertEquals(1, log.lines("remove network incr ").size());
        assertEquals(List.of(), log.lines("somebody keeps"));
        assertEquals(
                1,
                log.lines("waiting").stream()
                        .filter(l -> l.contains("remove network incr: an engine has it still"))
                        .count());
    }

    @Test
    void whoUndoesSomethingNowAndThenIsNoRival() {
        settle();
        for (int round = 0; round < 12; round++) {
            new Town(swarm).meddle("incr-app", spec -> replicas(spec, 1));
            clock.addAndGet(Duration.ofSeconds(30).toNanos());
            settle();
        }
        assertEquals(List.of(), log.lines("somebody keeps"));
    }

    private static void replicas(ObjectNode spec, int number) {
        spec.withObject("Mode").withObject("Replicated").put("Replicas", number);
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
        settle("incr");
    }

    private void settle(String name) {
        var looks = 0;
        while (!(reconcile(name) instanceof Outcome.Settled)) {
            assertTrue(++looks < 20, log.lines().toString());
        }
    }

    private Outcome reconcile() {
        return reconcile("incr");
    }

    private Outcome reconcile(String name) {
        var observed = swarm.observe();
        var wanted = Wanted.of(name, folder.get(), observed, key.fingerprint());
        return reconciler.reconcile(wanted, observed, () -> true);
    }
}
