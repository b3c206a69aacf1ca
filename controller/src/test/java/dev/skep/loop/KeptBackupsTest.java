package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.Backups;
import dev.skep.backup.Holding;
import dev.skep.backup.KeptBackup;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.observed.Labels;
import dev.skep.redis.Visited;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the controller keeps by itself of a count before something of it goes. */
final class KeptBackupsTest {
    private static final Sample INCR = Sample.named("incr");
    private static final Sample OTHER = Sample.named("other");
    private static final int ENOUGH = 60;

    @AutoClose
    final Log log = Log.open();

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(INCR, OTHER);
    private final Visited visited = new Visited();
    private final AtomicLong clock = new AtomicLong();
    private Reconciler reconciler = controller();

    private Reconciler controller() {
        return new Reconciler(
                new Actor(swarm, Edit.Before.KEY, _ -> visited),
                new Story(),
                new Rivals(clock::get, new Random(1)),
                _ -> {});
    }

    @Test
    void aDeletedManifestsCountIsKeptOnceItsAppHasEnded() {
        settle();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of("w", "7:42")));
        folder.holds(OTHER);
        reconcile();
        assertTrue(swarm.observe().service("incr-app").isEmpty());
        assertTrue(swarm.observe().service("incr-redis-1").isPresent());
        assertEquals(List.of(), kept());
        visited.holdings().put("incr-redis-1", new Holding(44, Map.of("w", "8:44"))); // what the app had taken
        settle();
        assertEquals(List.of(), swarm.observe().servicesOf("incr"));
        var kept = KeptBackup.of("incr", swarm.observe()).getFirst();
        assertEquals("before incr was deleted", kept.why());
        var backup = assertInstanceOf(BackupText.Read.Sound.class, kept.read()).backup();
        assertEquals(List.of(new Backup.Shard("redis", new Holding(44, Map.of("w", "8:44")))), backup.shards());
        assertEquals(1, backup.generation());
        assertEquals(
                List.of("take backup " + kept.id() + " name=incr why=before incr was deleted"),
                log.lines("take backup"));
        assertEquals(
                "deleted name=incr detail=its volumes are kept",
                log.lines("deleted").getFirst());
        assertFalse(Wanted.names(folder.get(), swarm.observe()).contains("incr"), "nothing of it is left to do");
    }

    @Test
    void eachOfSeveralCountersIsInIt() {
        folder.holds(INCR.perReplica().withReplicas(2), OTHER);
        settle();
        visited.holdings().put("incr-shard-1-1", new Holding(10, Map.of()));
        visited.holdings().put("incr-shard-2-1", new Holding(20, Map.of()));
        folder.holds(OTHER);
        settle();
        assertEquals(List.of(30L), kept());
        assertEquals(
                "per-replica",
                ((BackupText.Read.Sound) KeptBackup.of("incr", swarm.observe())
                                .getFirst()
                                .read())
                        .backup()
                        .mode());
    }

    /** Deleted, and made again, in the same words: it counts on in the volume, and each time is one of its own. */
    @Test
    void theNewestOfAManifestAreKept() {
        for (int count = 1; count <= KeptBackup.KEPT + 2; count++) {
            folder.holds(INCR, OTHER);
            settle();
            visited.holdings().put("incr-redis-1", new Holding(count, Map.of()));
            folder.holds(OTHER);
            settle();
        }
        assertEquals(List.of(7L, 6L, 5L, 4L, 3L), kept());
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledOneIsTaken(Moment moment) {
        for (int call = 1; ; call++) {
            long nth = call;
            folder.holds(INCR, OTHER);
            settle();
            visited.holdings().put("incr-redis-1", new Holding(call, Map.of()));
            folder.holds(OTHER);
            swarm.faults().failCall(call, moment, new Passes.Cut());
            try {
                settle();
            } catch (Passes.Cut e) {
                reconciler = controller();
                settle();
            }
            assertEquals(List.of(), swarm.peek().servicesOf("incr"));
            var kept = kept();
            assertEquals(call, kept.getFirst());
            assertEquals(1, kept.stream().filter(k -> k == nth).count(), "it is taken once");
            assertTrue(kept.size() <= KeptBackup.KEPT + 1, "who is killed leaves one more, and the next takes it away");
            if (swarm.faults().pending()) {
                assertTrue(call > 8, "something is called");
                return;
            }
        }
    }

    /** A deletion is what a person wants, and the volume stays. */
    @Test
    void whatDoesNotAnswerIsTriedForAWhileAndGoesAllTheSame() {
        settle();
        folder.holds(OTHER);
        for (int look = 0; look < Reconciler.TRIES; look++) {
            reconcile();
        }
        assertTrue(swarm.observe().service("incr-redis-1").isPresent(), "it may answer in a moment");
        settle();
        assertEquals(List.of(), swarm.observe().servicesOf("incr"));
        assertEquals(List.of(), kept());
    }

    @Test
    void whatAnswersInAMomentIsWaitedFor() {
        settle();
        folder.holds(OTHER);
        for (int look = 0; look < Reconciler.TRIES; look++) {
            reconcile();
        }
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        settle();
        assertEquals(List.of(42L), kept());
    }

    @Test
    void aSwarmThatRefusesItPreventsNothing() {
        settle();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        folder.holds(OTHER);
        swarm.faults().onCall("createConfig", () -> {
            throw new SwarmException.Refused("no more configs");
        });
        settle();
        assertEquals(List.of(), swarm.observe().servicesOf("incr"));
    }

    /** What is left of its counters is no count. */
    @Test
    void ofWhatIsThereInPartNoneIsTaken() {
        folder.holds(INCR.perReplica().withReplicas(2), OTHER);
        settle();
        visited.holdings().put("incr-shard-1-1", new Holding(10, Map.of()));
        visited.holdings().put("incr-shard-2-1", new Holding(20, Map.of()));
        folder.holds(OTHER);
        reconcile();
        swarm.removeService(
                swarm.observe().service("incr-shard-2-1").orElseThrow().id());
        settle();
        assertEquals(List.of(), swarm.observe().servicesOf("incr"));
        assertEquals(List.of(), kept());
    }

    @Test
    void aRestoreKeepsWhatItReplaces() {
        settle();
        visited.holdings().put("incr-redis-1", new Holding(50, Map.of()));
        restore("a");
        assertEquals(42, visited.holdings().get("incr-redis-1").count());
        assertEquals(List.of(50L), kept());
        assertEquals(
                "before a restore",
                KeptBackup.of("incr", swarm.observe()).getFirst().why());
        assertEquals(1, log.lines("take backup").size());
    }

    /** Each try may find another count, and of all of them one backup is left. */
    @Test
    void aRestoreThatIsTriedAgainKeepsOne() {
        settle();
        visited.holdings().put("incr-redis-1", new Holding(50, Map.of()));
        visited.stuck().add("incr-redis-1");
        restore("a");
        assertEquals(List.of(50L), kept());
        visited.holdings().put("incr-redis-1", new Holding(53, Map.of()));
        swarm.advance(Duration.ofSeconds(1));
        reconcile();
        assertEquals(List.of(53L), kept());
        visited.stuck().clear();
        swarm.advance(Duration.ofSeconds(1));
        reconcile();
        assertEquals(List.of(53L), kept());
        assertEquals(42, visited.holdings().get("incr-redis-1").count());
    }

    /** Where all counters do not answer nothing is restored, and nothing kept. */
    @Test
    void aRestoreThatIsNotDoneKeepsNothing() {
        settle();
        restore("a");
        assertEquals(List.of(), kept());
    }

    @Test
    void whatSomebodyElseLabelledIsNoBackup() {
        settle();
        swarm.createConfig(
                "incr-backup-mine",
                Map.of(Labels.NAME, KeptBackup.OWNER, Labels.BACKUP, "incr", Labels.TAKEN, "yesterday"),
                "mine".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(), KeptBackup.of("incr", swarm.observe()));
        assertEquals(List.of("incr"), KeptBackup.manifests(swarm.observe()));
    }

    /** All that a thousand app tasks left behind in an hour is read at each look: the counts alone are kept. */
    @Test
    void ofTooManyWritersNothingIsRemembered() {
        settle();
        var writers = IntStream.range(0, 1_000)
                .boxed()
                .collect(Collectors.toMap("writer-%05d"::formatted, n -> n + ":42", (one, _) -> one, TreeMap::new));
        visited.holdings().put("incr-redis-1", new Holding(42, writers));
        folder.holds(OTHER);
        settle();
        var backup = ((BackupText.Read.Sound)
                        KeptBackup.of("incr", swarm.observe()).getFirst().read())
                .backup();
        assertEquals(List.of(new Backup.Shard("redis", new Holding(42, Map.of()))), backup.shards());
    }

    /** What was folded is in another's count by then, and is not counted twice. */
    @Test
    void beforeFoldedShardsGoTheOthersAreKept() {
        var scene = new SummingScene(Edit.Before.PER_REPLICA.withReplicas(4));
        var before = scene.counted();
        scene.become(Edit.Before.PER_REPLICA);
        var kept = assertKept(scene.kept(), "before incr-shard-3-1, incr-shard-4-1 went out of use");
        assertEquals(
                List.of("shard-1", "shard-2"),
                kept.shards().stream().map(Backup.Shard::group).toList());
        assertTrue(before <= kept.sum() && kept.sum() <= scene.counted(), () -> kept + " of " + scene.counted());
    }

    @Test
    void beforeTheRedisOfAnotherModeGoTheCountIsKept() {
        var scene = new SummingScene(Edit.Before.PER_REPLICA);
        var before = scene.counted();
        scene.become(INCR.withVia(Via.NONE).withReplicas(2));
        var kept = assertKept(scene.kept(), "before incr-shard-1-1, incr-shard-2-1 went out of use");
        assertEquals(
                List.of("redis"),
                kept.shards().stream().map(Backup.Shard::group).toList());
        assertTrue(before <= kept.sum() && kept.sum() <= scene.counted(), () -> kept + " of " + scene.counted());
    }

    @Test
    void beforeCopiesGoWithTheirModeTheCountIsKept() {
        var scene = new CountingScene(Edit.Before.SENTINEL);
        scene.become(INCR.withVia(Via.NONE).withReplicas(1));
        assertKept(scene.kept(), "before incr-redis-2, incr-redis-3 went out of use");
    }

    /** The others hold the same, and it would push out what is worth something. */
    @Test
    void beforeOneCopyLessNoneIsTaken() {
        var scene = new CountingScene(Edit.Before.SENTINEL.sentinel(5));
        scene.become(Edit.Before.SENTINEL);
        assertEquals(List.of(), scene.kept());
    }

    private static Backup assertKept(List<KeptBackup> kept, String why) {
        assertEquals(List.of(why), kept.stream().map(KeptBackup::why).toList());
        return assertInstanceOf(BackupText.Read.Sound.class, kept.getFirst().read())
                .backup();
    }

    private void restore(String id) {
        var ask = Ask.restore(id, "incr", swarm.observe().at(), Backups.single("incr", 42));
        var config = ask.config();
        swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
        for (int look = 0; look < 3; look++) {
            reconcile();
        }
    }

    private List<Long> kept() {
        return KeptBackup.of("incr", swarm.peek()).stream()
                .map(k -> ((BackupText.Read.Sound) k.read()).backup().sum())
                .toList();
    }

    private void settle() {
        for (int look = 0; look < ENOUGH; look++) {
            reconcile();
        }
    }

    private void reconcile() {
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        var observed = swarm.observe();
        for (var name : List.of("incr", "other")) {
            var wanted = Wanted.of(name, folder.get(), observed, Edit.Before.KEY.fingerprint());
            reconciler.errandsThen(wanted, observed, () -> reconciler.reconcile(wanted, observed, () -> true));
        }
    }
}
