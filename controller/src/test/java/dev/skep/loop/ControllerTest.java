package dev.skep.loop;

import static dev.skep.loop.Looping.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.backup.Holding;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.redis.Visited;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The loop as it runs: it follows the folder and the swarm, tells what it does, and ends when told. */
final class ControllerTest {
    /** Far less than the loop lets pass before it looks by itself. */
    private static final Duration SOON = Duration.ofSeconds(14);

    /** More than may be between two glances, however slow the machine. */
    private static final Duration LATER = Duration.ofMinutes(3);

    private static final Sample INCR = Sample.named("incr");

    private final Log log = Log.open();
    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);
    private final Folder folder = new Folder(INCR);
    private final Told told = new Told();
    private final PasswordKey key = PasswordKey.random();
    private final Visited visited = new Visited();
    private final Controller controller =
            new Controller(swarm, new Actor(swarm, key, _ -> visited), key.fingerprint(), folder, told);
    private final Thread thread = Looping.thread(controller);

    @AfterEach
    void stop() throws Exception {
        if (thread.isAlive()) {
            controller.stop();
            assertTrue(thread.join(SOON), "it ends");
        }
        log.close();
    }

    @Test
    void anEditOfTheFolderIsFollowed() throws Exception {
        started();
        folder.holds(INCR.withReplicas(10));
        controller.folderChanged();
        eventually(SOON, "ten run", () -> running("incr-app") == 10);
    }

    @Test
    void whoSavesWhileTheSwarmIsLookedAtDoesNotWaitForAnotherLook() throws Exception {
        started();
        var looks = new AtomicInteger();
        var looksBeforeTheUpdate = new AtomicInteger();
        var read = reads();
        swarm.faults().onCall("updateService", () -> looksBeforeTheUpdate.set(looks.get()));
        swarm.faults().onCall("observe", () -> {
            if (looks.incrementAndGet() == 1) {
                await(() -> reads() > read);
                folder.holds(INCR.withReplicas(10));
                controller.folderChanged();
            }
        });
        controller.folderChanged();
        eventually(SOON, "it is updated", () -> looksBeforeTheUpdate.get() > 0);
        assertEquals(1, looksBeforeTheUpdate.get());
    }

    private long reads() {
        return told.lines.stream().filter(l -> l.startsWith("read ")).count();
    }

    @Test
    void whatSomebodyRemovedIsMadeAgainForTheSwarmTells() throws Exception {
        started();
        town.removeService("incr-app");
        eventually(SOON, "it runs again", () -> running("incr-app") == 3);
    }

    @Test
    void aStreamOfEventsThatBreaksIsOpenedAgain() throws Exception {
        started();
        swarm.breakStreams();
        eventually(SOON, "there is another", () -> swarm.faults().count("watch") == 2);
        town.removeService("incr-app");
        eventually(SOON, "it runs again", () -> running("incr-app") == 3);
    }

    /** Of that there is no event, and the resync is far away. */
    @Test
    void aTaskThatEndsByItselfIsSeenWithinSeconds() throws Throwable {
        whileAllIsLookedAtRarely(() -> {
            eventually(LATER, "it is at rest", () -> swarm.faults().count("tasksOf") > 0);
            endsIsToldAndIsReadyAgain();
        });
    }

    @Test
    void aTaskThatEndsByItselfIsSeenWhereAnotherManifestIsAlwaysDue() throws Throwable {
        swarm.slow("slow:1");
        folder.holds(INCR, Sample.named("shop").withVia(Via.NONE).withImage("slow:1"));
        whileAllIsLookedAtRarely(() -> {
            eventually(LATER, "it is ready", () -> !log.lines("ready name=incr").isEmpty());
            var end = System.nanoTime() + Manifests.GRACE.multipliedBy(3).toNanos();
            // For twice as long as anything is missing in the beginning all is looked at anyway.
            do {
                endsIsToldAndIsReadyAgain();
            } while (System.nanoTime() < end);
        });
    }

    private void endsIsToldAndIsReadyAgain() throws Exception {
        var waiting = log.lines("waiting name=incr").size();
        var image = INCR.image();
        swarm.slow(image);
        swarm.kill("incr-app");
        eventually(LATER, "it is told", () -> log.lines("waiting name=incr").size() > waiting);
        var ready = log.lines("ready name=incr").size();
        swarm.quick(image);
        eventually(
                LATER, "it is ready again", () -> log.lines("ready name=incr").size() > ready);
    }

    private void whileAllIsLookedAtRarely(Executable work) throws Throwable {
        var rarely =
                new Controller(swarm, new Actor(swarm, key), key.fingerprint(), folder, told, LATER.multipliedBy(10));
        var looking = Looping.thread(rarely);
        looking.start();
        try {
            work.execute();
        } finally {
            rarely.stop();
            assertTrue(looking.join(SOON), "it ends");
        }
    }

    @Test
    void autoIsDecidedByTheProbeAndToldOnceWithTheReason() throws Exception {
        swarm.node(2).ipvs(false);
        folder.holds(INCR.withVia(Via.AUTO));
        started();
        assertEquals(List.of("via auto: gateway name=incr why=no IPVS in the kernel of node2"), log.lines("via auto"));
        assertTrue(swarm.names().contains("incr-gateway"));
    }

    @Test
    void aDeletedManifestIsGoneAfterItsGrace() throws Exception {
        folder.holds(INCR, Sample.named("shop").withPort(9000));
        started();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        folder.holds(Sample.named("shop").withPort(9000));
        controller.folderChanged();
        eventually(SOON, "it is deleted", () -> log.lines("deleted name=incr").size() == 1);
        assertTrue(
                swarm.names().stream().noneMatch(n -> n.startsWith("incr") && !n.startsWith("incr-backup-")),
                swarm.names().toString());
        assertTrue(swarm.names().contains("shop-app"));
    }

    @Test
    void anErrorInAFileIsToldOnceAndChangesNothingThatRuns() throws Exception {
        started();
        var writes = swarm.faults().writes();
        folder.holdsAnErrorAnd();
        controller.folderChanged();
        eventually(SOON, "it is held", () -> log.lines("held: ManifestRefused").size() == 1);
        controller.folderChanged();
        assertEquals(
                List.of("manifest refused at=broken.yaml:3:5 problem=unknown field 'replica'"),
                log.lines("manifest refused"));
        assertEquals(writes, swarm.faults().writes());
    }

    @Test
    void whatItSeesAndDoesIsToldToWhoWatches() throws Exception {
        swarm.faults().failNext("createService", Moment.BEFORE, new SwarmException.Refused("no"));
        started();
        assertTrue(told.lines.containsAll(
                List.of("read 1", "observed", "create service incr-app", "LookAgain", "Failed", "Settled")));
        assertEquals(1, controller.queue().backOffs());
        swarm.faults().unreachable(true);
        controller.folderChanged();
        eventually(SOON, "it is told", () -> told.lines.stream().anyMatch(l -> l.startsWith("blind: ")));
    }

    @Test
    void aStepThatFailedIsToldOnceAndTriedAgain() throws Exception {
        swarm.faults().failNext("createService", Moment.BEFORE, new SwarmException.Refused("no"));
        started();
        assertEquals(1, log.lines("failed").size(), log.lines("failed").toString());
    }

    @Test
    void aBugInOneNameLeavesTheOthersAlone() throws Exception {
        swarm.faults().failNext("createService", Moment.BEFORE, new IllegalStateException("a bug"));
        folder.holds(INCR, Sample.named("shop").withPort(9000));
        started();
        eventually(SOON, "both are ready", () -> log.lines("ready").size() == 2);
        assertEquals(1, log.lines("bug").size());
    }

    @Test
    void anErrorOfTheJvmIsABugOfThatNameWhichIsTriedAgain() throws Exception {
        var missing = new AtomicInteger(1);
        swarm.faults().onCall("createService", () -> {
            if (missing.getAndDecrement() > 0) {
                throw new NoClassDefFoundError("its jar was replaced");
            }
        });
        started();
        assertEquals(1, log.lines("bug").size());
    }

    @Test
    void aSwarmThatIsAwayIsAskedNowAndThenAndFollowedWithinSecondsOfItsReturn() throws Exception {
        started();
        swarm.faults().unreachable(true);
        swarm.breakStreams();
        folder.holds(INCR.withReplicas(5));
        controller.folderChanged();
        var before = swarm.faults().calls();
        TimeUnit.SECONDS.sleep(4);
        var asked = swarm.faults().calls() - before;
        assertTrue(asked >= 2 && asked < 20, "asked " + asked + " times in 4 s");
        swarm.faults().unreachable(false);
        var back = System.nanoTime();
        eventually(SOON, "five run", () -> running("incr-app") == 5);
        assertTrue(Duration.ofNanos(System.nanoTime() - back).toSeconds() < 5, "soon");
        assertEquals(1, log.lines("swarm unreachable").size());
        assertEquals(2, log.lines("swarm reachable").size());
        assertEquals(List.of(), log.lines("failed"), "what has one cause is told once");
    }

    /** Each call takes a second: what is asked for comes all the same, and an edit meanwhile too. */
    @Test
    void aSwarmThatIsSlowIsFollowedStepByStep() throws Exception {
        for (var call : List.of("observe", "createNetwork", "createSecret", "createService", "updateService")) {
            swarm.faults().onCall(call, () -> await(Duration.ofSeconds(1)));
        }
        thread.start();
        eventually(LATER, "it is begun", () -> swarm.faults().count("createService") > 0);
        folder.holds(INCR.withReplicas(5));
        controller.folderChanged();
        eventually(
                LATER,
                "five run and it is ready",
                () -> running("incr-app") == 5 && !log.lines("ready name=incr").isEmpty());
        assertEquals(List.of(), log.lines("swarm unreachable"));
        assertEquals(List.of(), log.lines("failed"));
    }

    @Test
    void aStreamThatEndsAsSoonAsItIsOpenedIsNotOpenedAgainAtOnce() throws Exception {
        swarm.faults().onCall("watch", () -> Thread.ofVirtual().start(swarm::breakStreams));
        started();
        TimeUnit.SECONDS.sleep(3);
        assertTrue(
                swarm.faults().count("watch") <= 5, "opened " + swarm.faults().count("watch") + " times");
    }

    @Test
    void aManifestThatIsStuckDelaysNobody() throws Exception {
        var stuck = new CountDownLatch(1);
        var sample = Sample.named("shop").withPort(9000).withImage("slow:1");
        swarm.faults().onPinned("slow:1", () -> await(stuck));
        folder.holds(sample);
        thread.start();
        eventually(
                SOON,
                "shop is stuck",
                () -> swarm.faults().count("pinned") > 0 && swarm.names().contains("shop-redis-1"));
        folder.holds(sample, INCR);
        controller.folderChanged();
        eventually(SOON, "incr is ready", () -> !log.lines("ready name=incr").isEmpty());
        assertEquals(List.of(), log.lines("ready name=shop"));
        stuck.countDown();
        eventually(SOON, "shop is ready", () -> !log.lines("ready name=shop").isEmpty());
    }

    @Test
    void onlySoManyWritesReachTheEngineAtOnce() throws Exception {
        swarm.faults().onCall("createService", () -> await(Duration.ofMillis(20)));
        folder.holds(IntStream.range(0, 40)
                .mapToObj(i -> Sample.named("m" + i).withVia(Via.NONE).withReplicas(1))
                .toArray(Sample[]::new));
        thread.start();
        eventually(SOON, "all are ready", () -> log.lines("ready").size() == 40);
        assertEquals(Reconciler.WRITES_AT_ONCE, swarm.faults().mostWritesAtOnce());
    }

    @Test
    void oneThatIsAlwaysDueDoesNotKeepTheOthersFromTheResync() throws Exception {
        swarm.bad("broken:1");
        swarm.faults().onCall("watch", () -> {
            throw new SwarmException.Unreachable("nobody tells of what happens", null);
        });
        folder.holds(INCR, Sample.named("shop").withVia(Via.NONE).withImage("broken:1"));
        var often =
                new Controller(swarm, new Actor(swarm, key), key.fingerprint(), folder, told, Duration.ofSeconds(2));
        var looking = Looping.thread(often);
        looking.start();
        var end = System.nanoTime() + Manifests.GRACE.multipliedBy(3).toNanos();
        // For twice as long as anything is missing in the beginning all is looked at anyway.
        do {
            eventually(SOON, "it runs", () -> running("incr-app") == 3);
            town.removeService("incr-app");
            eventually(SOON, "it runs again", () -> running("incr-app") == 3);
        } while (System.nanoTime() < end);
        assertEquals(List.of(), log.lines("ready name=shop"), "it is due all the time");
        often.stop();
        assertTrue(looking.join(SOON), "it ends");
    }

    @Test
    void stoppingFinishesTheStepUnderWayAndBeginsNoOther() throws Exception {
        var underWay = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        swarm.faults().onCall("createNetwork", () -> {
            underWay.countDown();
            await(finish);
        });
        thread.start();
        assertTrue(underWay.await(SOON.toSeconds(), TimeUnit.SECONDS));
        var stopping = Thread.ofVirtual().start(() -> {
            try {
                controller.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertFalse(stopping.join(Duration.ofMillis(100)), "it waits");
        finish.countDown();
        assertTrue(stopping.join(SOON) && thread.join(SOON), "it ends");
        assertTrue(swarm.names().contains("incr"), "the network was made");
        assertEquals(1, swarm.faults().count("createConfig"), "the history's entry, which goes before");
        assertEquals(0, swarm.faults().count("createSecret") + swarm.faults().count("createService"));
    }

    @Test
    void itBeatsAsLongAsItRunsAndEndsWhenItIsTold() throws Exception {
        started();
        assertTrue(told.turns.get() > 0);
        controller.stop();
        assertTrue(thread.join(SOON));
        var writes = swarm.faults().writes();
        folder.holds(INCR.withReplicas(9));
        controller.folderChanged();
        assertEquals(List.of("stopped detail=nothing was under way"), log.lines("stopped"));
        assertEquals(writes, swarm.faults().writes());
    }

    @Test
    void aControllerThatNeverRanStops() throws Exception {
        controller.stop();
        assertFalse(log.lines("stopped").isEmpty());
    }

    private void started() throws Exception {
        thread.start();
        eventually(SOON, "incr is ready", () -> !log.lines("ready name=incr").isEmpty());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Callable<Boolean> holds) {
        try {
            eventually(SOON, "it goes on", holds);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asked of the last snapshot's successor: time passes in the fake when it is looked at. */
    private long running(String service) {
        return swarm.observe().service(service).map(s -> (long) s.running()).orElse(0L);
    }
}
