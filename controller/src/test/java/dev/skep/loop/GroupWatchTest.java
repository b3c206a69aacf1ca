package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.plan.Hold;
import dev.skep.redis.Visited;
import dev.skep.status.Condition;
import dev.skep.swarm.FakeSwarm;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group is looked at and healed whatever else is held, and only looked at where nothing is to be changed. */
final class GroupWatchTest {
    private static final Sample INCR = Sample.named("incr").sentinel();

    private final Log log = Log.open();
    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(INCR);
    private final PasswordKey key = PasswordKey.random();
    private final Visited visited = new Visited();
    private final Reconciler reconciler = new Reconciler(
            new Actor(swarm, key, _ -> visited), new Story(), new Rivals(System::nanoTime, new Random(1)), _ -> {});

    @BeforeEach
    void aPrimaryThatOneDoesNotFollow() {
        passes();
        visited.is("incr-redis-1", new Primary());
        visited.is("incr-redis-2", new Replica(swarm.redisAddress("incr-redis-1"), true));
        visited.is("incr-redis-3", new Replica("127.0.0.1", false));
        for (int i = 1; i <= 3; i++) {
            visited.watches("incr-sentinel-" + i, swarm.redisAddress("incr-redis-1"));
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void whatDoesNotHoldIsHealedAndTold() {
        passes();
        assertEquals(follows(), visited.told().getFirst());
        assertEquals(
                "who follows another is told whom to follow; who copies is waited for",
                line("AllFollowIt").doing());
    }

    @Test
    void howTheGroupIsIsToldAlthoughWhoIsIllCanBeToldNothing() {
        visited.away().add(swarm.redisAddress("incr-redis-3"));
        passes();
        assertEquals(List.of(), visited.told());
        assertEquals("every other member follows it", line("AllFollowIt").words());
    }

    @Test
    void aSuspendedManifestsGroupIsOnlyToldOf() {
        folder.holds(INCR.suspended());
        passes();
        assertEquals(List.of(), visited.told());
        assertEquals("nothing, for spec.suspend is true", line("AllFollowIt").doing());
        folder.holds(INCR);
        passes();
        assertEquals(follows(), visited.told().getFirst());
    }

    @Test
    void aRolloutThatFailedHoldsTheManifestAndItsGroupIsHealed() {
        swarm.bad("broken:1");
        folder.holds(INCR.withImage("broken:1").withFailureAction(FailureAction.PAUSE));
        passes();
        assertEquals("RolloutFailed", wanted().plan().holds().getFirst().reason());
        assertTrue(visited.told().contains(follows()), visited.told().toString());
    }

    @Test
    void anImageThatWasRolledBackMakesNoRedisUnwell() {
        passes();
        swarm.bad("broken:1");
        folder.holds(INCR.withRedisImage("broken:1"));
        passes();
        passes();
        assertEquals("RolledBack", wanted().plan().holds().getFirst().reason());
        var failing = GroupReport.of("incr", swarm.observe()).orElseThrow().failing();
        assertTrue(failing.stream().noneMatch(l -> l.name().equals("AllAsWanted")), failing::toString);
    }

    /** One of those that were made may be the primary by now, or the only one that has what it answered: they go once all are well. */
    @Test
    void membersThatRanBeforeWhatTheyAreOfIsTakenBackGoOnMeanwhileAndHealthGoesByAllThatRun() {
        passes();
        folder.holds(INCR.sentinel(5).withRedisImage("redis:8"));
        for (int look = 0; look < 60 && !runs("incr-redis-5"); look++) {
            pass();
        }
        swarm.bad("redis:8");
        passes();
        passes();
        var waits = wanted().plan().waits();
        assertTrue(waits.getFirst().startsWith("the rollout failed"), waits::toString);
        assertTrue(waits.getLast().startsWith("not asked for any more: incr-redis-4, incr-redis-5."), waits::toString);
        for (int i = 1; i <= 5; i++) {
            assertEquals("redis:7", image("incr-redis-" + i));
        }
        for (int i = 3; i <= 5; i++) {
            visited.is("incr-redis-" + i, new Replica(swarm.redisAddress("incr-redis-1"), true));
        }
        passes();
        var failing = GroupReport.of("incr", swarm.observe()).orElseThrow().failing();
        assertTrue(failing.stream().noneMatch(l -> l.name().equals("AllMembersAnswer")), failing::toString);
        assertEquals(4, wanted().desired().watched().orElseThrow().enough());
        var healthy = wanted().status(swarm.observe(), Map.of()).condition(Condition.Type.REDIS_HEALTHY);
        assertEquals("RedisHealthy=True, AllMembersRun: all 5 Redis run and are healthy", healthy.toString());
    }

    /** That they have a place says nothing: nobody could ever be done with who never comes to run. */
    @Test
    void membersThatNeverRanGoWithWhatWasRolledBack() {
        passes();
        swarm.bad("broken:1");
        folder.holds(INCR.sentinel(5).withRedisImage("broken:1"));
        passes();
        passes();
        passes();
        assertEquals(List.of("RolledBack"), held());
        assertEquals(List.of(), wanted().plan().waits());
        assertEquals(3, wanted().desired().watched().orElseThrow().members().size());
        var observed = swarm.observe();
        assertTrue(observed.service("incr-redis-4").isEmpty());
        assertEquals(1, observed.nodesWithVolume("incr-redis-4").size(), "it had a place");
    }

    /** All else of the manifest is done meanwhile. */
    @Test
    void fewerMembersGoOnceAllAreWellAndUntilThenAllAreKeptWell() {
        folder.holds(INCR.sentinel(5));
        passes();
        passes();
        folder.holds(INCR.withImage("skep/incrementor:2.0.0"));
        passes();
        aPrimaryThatOneDoesNotFollow();
        passes();
        assertEquals(List.of(), held());
        assertTrue(
                wanted().plan().waits().getFirst().startsWith("not asked for any more: incr-redis-4, incr-redis-5."));
        assertEquals("skep/incrementor:2.0.0", image("incr-app"));
        assertTrue(runs("incr-redis-4"));
        assertTrue(runs("incr-redis-5"));
        assertTrue(visited.told().contains(follows()), visited.told().toString());
    }

    private List<String> held() {
        return wanted().plan().holds().stream().map(Hold::reason).toList();
    }

    private boolean runs(String service) {
        var observed = swarm.observe();
        return observed.service(service)
                .filter(s -> !observed.staying(s).isEmpty())
                .isPresent();
    }

    private String image(String service) {
        var template = swarm.observe().service(service).orElseThrow().spec().path("TaskTemplate");
        return template.path("ContainerSpec").path("Image").asText().replaceFirst("@.*", "");
    }

    @Test
    void whileAllIsHeldTheGroupThatRunsIsToldOfAndHealed() {
        var node = swarm.observe().nodes().getFirst();
        var spec = node.spec().deepCopy();
        spec.withObject("Labels").put(Labels.VOLUME_PREFIX + "incr-shard-9-1", "aof"); // and its Redis is not there
        swarm.updateNode(node.id(), node.version(), spec);
        passes();
        assertEquals(List.of("ModeChange"), held());
        assertEquals(follows(), visited.told().getFirst());
        assertEquals("every other member follows it", line("AllFollowIt").words());
    }

    /** Those that came with a rollout that is not over may elect: whoever forgot them would contradict them. */
    @Test
    void aGroupThatGrowsWhileItsManifestBreaksIsKeptWellAsItIs() {
        swarm.slow("redis:8");
        folder.holds(INCR.sentinels(5).withRedisImage("redis:8"));
        for (int look = 0;
                look < 60 && swarm.observe().service("incr-sentinel-5").isEmpty();
                look++) {
            pass();
        }
        folder.holdsAnErrorAnd();
        assertEquals(List.of("ManifestRefused"), held());
        assertEquals(5, wanted().desired().watched().orElseThrow().sentinels().size());
    }

    @Test
    void aGroupWithASentinelThatNoManifestCanAskForIsOnlyToldOf() {
        folder.holdsAnErrorAnd();
        var other =
                swarm.observe().service("incr-sentinel-3").orElseThrow().spec().deepCopy();
        swarm.createService(other.put("Name", "incr-sentinel-10"));
        passes();
        assertEquals(List.of("ManifestRefused"), held());
        assertEquals(List.of(), visited.told());
        assertEquals("every other member follows it", line("AllFollowIt").words());
    }

    @Test
    void theGroupOfAManifestThatIsBrokenIsHealed() {
        folder.holdsAnErrorAnd();
        passes();
        assertEquals(List.of("ManifestRefused"), held());
        assertEquals(follows(), visited.told().getFirst());
    }

    private String follows() {
        return "incr-redis-3 follows " + swarm.redisAddress("incr-redis-1");
    }

    private Line line(String name) {
        return GroupReport.of("incr", swarm.observe()).orElseThrow().failing().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void passes() {
        for (int i = 0; i < 20; i++) {
            pass();
        }
    }

    private void pass() {
        var observed = seen();
        reconciler.reconcile(wanted(observed), observed, () -> true);
    }

    private Wanted wanted() {
        return wanted(seen());
    }

    private Wanted wanted(Observed observed) {
        return Wanted.of("incr", folder.get(), observed, key.fingerprint());
    }

    private Observed seen() {
        var observed = swarm.observe();
        return reconciler
                .look(wanted(observed), observed)
                .map(said -> said.apply(observed))
                .orElse(observed);
    }
}
