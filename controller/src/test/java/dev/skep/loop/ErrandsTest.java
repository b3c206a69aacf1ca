package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.Backups;
import dev.skep.backup.Holding;
import dev.skep.desired.Sample;
import dev.skep.loop.FaultsAnywhereTest.Fault;
import dev.skep.manifest.Topology;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.redis.Visited;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person asks the controller to do with what was counted, and how it answers. */
final class ErrandsTest {
    private static final Sample INCR = Sample.named("incr");
    private static final int CALLS = 5;

    @AutoClose
    final Log log = Log.open();

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(INCR);
    private final PasswordKey key = PasswordKey.random();
    private final Visited visited = new Visited();
    private Reconciler reconciler = controller();

    private Reconciler controller() {
        return new Reconciler(
                new Actor(swarm, key, _ -> visited), new Story(), new Rivals(System::nanoTime, new Random(1)), _ -> {});
    }

    @Test
    void aBackupTellsWhatIsCountedAndNothingOfSkepsOwn() {
        passes();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of("w", "7:42", "skep-look", "0:0")));
        var backup = backup(asked(Ask.backup("a", "incr", swarm.observe().at())));
        assertEquals("incr", backup.manifest());
        assertEquals("single", backup.mode());
        assertEquals(1, backup.generation());
        assertEquals(List.of(new Backup.Shard("redis", new Holding(42, Map.of("w", "7:42")))), backup.shards());
        assertEquals(1, log.lines("asked for by a person").size(), log.lines()::toString);
    }

    @Test
    void questionAndAnswerAreTakenAway() {
        passes();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        var ask = Ask.backup("a", "incr", swarm.observe().at());
        var before = swarm.names();
        asked(ask);
        passes();
        assertTrue(Answer.to(ask, swarm.observe()).isPresent(), "it stays until the question is taken away");
        takeAway(ask);
        passes();
        assertEquals(before, swarm.names());
    }

    @Test
    void whatNobodyTakesAwayIsForgotten() {
        passes();
        visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
        var before = swarm.names();
        asked(Ask.backup("a", "incr", swarm.observe().at()));
        swarm.advance(Duration.ofMinutes(11));
        passes();
        assertEquals(before, swarm.names());
    }

    @Test
    void eachShardGetsItsOwnAndWhatHasNoneGoesToTheFirst() {
        folder.holds(INCR.perReplica().withReplicas(2));
        passes();
        counts(10, 20);
        var answer = asked(Ask.restore("a", "incr", swarm.observe().at(), Backups.perReplica("incr", 1, 2, 3)));
        assertEquals(Answer.Kind.DONE, answer.kind(), answer::text);
        assertEquals(
                "30 -> 6, as of 2026-11-27T20:10:00.123456789Z; what there was before is kept: skep backup incr --list",
                answer.text());
        assertEquals(List.of(4L, 2L), counts());
        var backup = backup(asked(Ask.backup("b", "incr", swarm.observe().at())));
        assertEquals("per-replica", backup.mode());
        assertEquals(6, backup.sum());
    }

    @Test
    void nothingIsChangedBeforeAllAnswer() {
        folder.holds(INCR.perReplica().withReplicas(2));
        passes();
        counts(10);
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.perReplica("incr", 1, 2));
        leave(ask);
        passes();
        assertTrue(Answer.to(ask, swarm.observe()).isEmpty(), "it waits");
        assertEquals(List.of(), visited.told());
        counts(10, 20);
        assertEquals(Answer.Kind.DONE, answer(ask).kind());
        assertEquals(List.of(1L, 2L), counts());
    }

    @Test
    void whatIsNotPossibleInTimeIsRefusedAndNotDoneLater() {
        passes();
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.single("incr", 42));
        leave(ask);
        passes();
        swarm.advance(Ask.VALID);
        var answer = answer(ask);
        assertEquals(Answer.Kind.REFUSED, answer.kind());
        assertTrue(
                answer.text().startsWith("not within 120 s: incr-redis-1: it does not answer; it may"), answer::text);
        counted(50);
        passes();
        assertEquals(50, visited.holdings().get("incr-redis-1").count());
    }

    @Test
    void whatWasAskedForLongAgoIsNotDone() {
        passes();
        counted(50);
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.single("incr", 42));
        leave(ask);
        swarm.advance(Ask.VALID);
        var answer = answer(ask);
        assertTrue(answer.text().contains("it is not done any more; say it again"), answer::text);
        assertEquals(50, visited.holdings().get("incr-redis-1").count());
    }

    /** Some counters hold what the backup says: to leave it so would be worse than to go on after an hour. */
    @Test
    void whatWasBegunIsBroughtToItsEndHoweverLate() {
        folder.holds(INCR.perReplica().withReplicas(2));
        passes();
        counts(10, 20);
        visited.holdings().put("incr-shard-1-1", new Holding(5, Map.of(Backup.OWN + "a", "1:10")));
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.perReplica("incr", 1, 2));
        leave(ask);
        swarm.advance(Ask.VALID);
        assertEquals(
                "30 -> 3, as of 2026-11-27T20:10:00.123456789Z; what there was before is kept: skep backup incr --list",
                answer(ask).text());
        assertEquals(List.of(5L, 2L), counts(), "what was counted since on the first is kept");
    }

    /** One of two holds what the backup says: that is told, and saying it again mends it. */
    @Test
    void whatCouldNotBeBroughtToItsEndIsToldAsThat() {
        folder.holds(INCR.perReplica().withReplicas(2));
        passes();
        counts(10, 20);
        visited.stuck().add("incr-shard-2-1");
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.perReplica("incr", 1, 2));
        leave(ask);
        passes();
        assertTrue(Answer.to(ask, swarm.observe()).isEmpty(), "it is tried again");
        assertEquals(List.of(1L, 20L), counts());
        swarm.advance(Ask.VALID);
        var answer = answer(ask);
        assertEquals(Answer.Kind.REFUSED, answer.kind());
        assertTrue(answer.text().contains("it may have been done, or a part of it"), answer::text);
        visited.stuck().clear();
        var again = asked(Ask.restore("b", "incr", swarm.observe().at(), Backups.perReplica("incr", 1, 2)));
        assertEquals(Answer.Kind.DONE, again.kind(), again::text);
        assertEquals(List.of(1L, 2L), counts());
    }

    /** What is half restored would be added to what is not, for good. */
    @ParameterizedTest
    @EnumSource
    void noRedisOfAnotherModeIsMadeBeforeWhatWasAskedIsAnswered(Ask.Wish wish) {
        var perReplica = INCR.perReplica().withReplicas(2);
        folder.holds(perReplica);
        passes();
        counts(10, 20);
        visited.stuck().add("incr-shard-2-1");
        var ask = wish == Ask.Wish.RESTORE
                ? Ask.restore("a", "incr", swarm.observe().at(), Backups.perReplica("incr", 1, 2))
                : Ask.backup("a", "incr", swarm.observe().at());
        if (wish == Ask.Wish.BACKUP) {
            visited.holdings().remove("incr-shard-2-1");
        }
        leave(ask);
        passes();
        assertTrue(Answer.to(ask, swarm.observe()).isEmpty(), "one of two is restored, or read");
        folder.holds(perReplica.withTopology(new Topology.Single()));
        passes();
        assertTrue(swarm.observe().service("incr-redis-1").isEmpty(), () -> "it is made: " + swarm.names());
        visited.stuck().clear();
        visited.holdings().putIfAbsent("incr-shard-2-1", new Holding(20, Map.of()));
        assertEquals(Answer.Kind.DONE, answer(ask).kind());
        passes();
        assertTrue(swarm.observe().service("incr-redis-1").isPresent(), () -> "it is not made: " + swarm.names());
    }

    @Test
    void ofAManifestThatIsNotValidNothingIsDoneAndThatIsTold() {
        passes();
        counted(50);
        folder.holdsAnErrorAnd();
        var answer = asked(Ask.backup("a", "incr", swarm.observe().at()));
        assertTrue(answer.text().startsWith("no valid manifest of that name"), answer::text);
    }

    /** Others may ask all the time. */
    @Test
    void whatIsPlannedGoesOnBesideWhatIsAsked() {
        passes();
        counted(50);
        folder.holds(INCR.withReplicas(5));
        leave(Ask.backup("a", "incr", swarm.observe().at()));
        reconcile();
        assertEquals(5, swarm.observe().service("incr-app").orElseThrow().wanted());
    }

    @Test
    void aSuspendedManifestIsBackedUpAndNotRestored() {
        passes();
        counted(50);
        folder.holds(INCR.suspended());
        assertEquals(
                50, backup(asked(Ask.backup("a", "incr", swarm.observe().at()))).sum());
        var answer = asked(Ask.restore("b", "incr", swarm.observe().at(), Backups.single("incr", 42)));
        assertTrue(answer.text().startsWith("spec.suspend is true"), answer::text);
        assertEquals(50, visited.holdings().get("incr-redis-1").count());
    }

    @Test
    void whatWasDamagedOnItsWayIsRefused() {
        passes();
        counted(50);
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.single("incr", 42));
        var text = ask.text().replace("\"count\": 42", "\"count\": 43");
        var answer = asked(new Ask(ask.id(), "incr", Ask.Wish.RESTORE, ask.asked(), text));
        assertEquals(Answer.Kind.REFUSED, answer.kind());
        assertEquals(50, visited.holdings().get("incr-redis-1").count());
    }

    /** Only a primary that most sentinels name, and none is replacing, is asked. */
    @Test
    void ofAGroupThePrimaryIsAskedThatTheSentinelsStandBy() {
        aGroupWatchedBy("incr-sentinel-1");
        var ask = Ask.backup("a", "incr", swarm.observe().at());
        leave(ask);
        reconcile();
        assertTrue(Answer.to(ask, swarm.observe()).isEmpty(), "one sentinel of three is not enough");
        visited.watches("incr-sentinel-2", swarm.redisAddress("incr-redis-1"));
        var backup = backup(answer(ask));
        assertEquals("sentinel", backup.mode());
        assertEquals(50, backup.sum());
    }

    /** What it alone knows is lost if the sentinels make another the primary. */
    @Test
    void whatNoCopyConfirmsIsNotTold() {
        aGroupWatchedBy("incr-sentinel-1", "incr-sentinel-2", "incr-sentinel-3");
        visited.confirms(0);
        var backup = Ask.backup("a", "incr", swarm.observe().at());
        var restore = Ask.restore("b", "incr", swarm.observe().at(), Backups.single("incr", 42));
        leave(backup);
        leave(restore);
        passes();
        assertTrue(Answer.to(backup, swarm.observe()).isEmpty(), "it waits");
        assertTrue(Answer.to(restore, swarm.observe()).isEmpty(), "it may be lost");
        visited.confirms(2);
        assertEquals(Answer.Kind.DONE, answer(restore).kind());
        assertEquals(List.of("restore incr-redis-1"), restores());
    }

    /** The copy that did not confirm may be the one that is about to lead. */
    @Test
    void whatSomeCopiesConfirmIsToldOnlyIfNoSentinelNamesAnother() {
        aGroupWatchedBy("incr-sentinel-1", "incr-sentinel-2");
        visited.watches("incr-sentinel-3", swarm.redisAddress("incr-redis-2"));
        visited.confirms(1);
        var ask = Ask.restore("a", "incr", swarm.observe().at(), Backups.single("incr", 42));
        leave(ask);
        passes();
        assertTrue(Answer.to(ask, swarm.observe()).isEmpty(), "it may be lost");
        visited.watches("incr-sentinel-3", swarm.redisAddress("incr-redis-1"));
        assertEquals(Answer.Kind.DONE, answer(ask).kind());
        assertEquals(List.of("restore incr-redis-1"), restores());
    }

    /** It may take seconds: what Redis is told after it goes by how Redis is after it. */
    @Test
    void whatHappensWhileACountIsReadIsSeenBeforeRedisIsToldAnything() {
        aGroupWatchedBy("incr-sentinel-1", "incr-sentinel-2", "incr-sentinel-3");
        visited.is("incr-redis-3", new Replica("127.0.0.1", false));
        round();
        assertEquals(List.of("incr-redis-3 follows " + swarm.redisAddress("incr-redis-1")), visited.told());

        visited.told().clear();
        visited.whileRead(() -> visited.is("incr-redis-3", new Replica(swarm.redisAddress("incr-redis-1"), true)));
        var ask = Ask.backup("a", "incr", swarm.observe().at());
        leave(ask);
        round();
        assertEquals(50, backup(Answer.to(ask, swarm.observe()).orElseThrow()).sum());
        assertEquals(List.of(), visited.told());
    }

    /** Wherever the controller is stopped, when it looks or when it answers: the count is restored once, and who asked is told. */
    @ParameterizedTest
    @EnumSource
    void whereverItIsCutItIsDoneOnce(Moment moment) {
        passes();
        for (int call = 1; call <= CALLS; call++) {
            counted(50);
            visited.told().clear();
            var ask = Ask.restore("a" + call, "incr", swarm.observe().at(), Backups.single("incr", 42));
            leave(ask);
            swarm.faults().failCall(call, moment, new Passes.Cut());
            assertThrows(Passes.Cut.class, this::passes);
            reconciler = controller();
            var done = !visited.told().isEmpty();
            assertEquals(call > 2, done, "it looks, then keeps what is there, then does it, then tells");
            counted(visited.holdings().get("incr-redis-1"), 3);
            var told = done ? "50 -> 42" : "53 -> 42";
            assertEquals(
                    told
                            + ", as of 2026-11-27T20:10:00.123456789Z; what there was before is kept: skep backup incr --list",
                    answer(ask).text());
            assertEquals(done ? 45 : 42, visited.holdings().get("incr-redis-1").count());
            assertEquals(List.of("restore incr-redis-1"), visited.told());
            takeAway(ask);
            passes();
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Moment.values()).map(moment -> Arguments.of(fault, moment)));
    }

    static Stream<Arguments> faultsWithoutCrashes() {
        return faults().filter(f -> f.get()[0] != Fault.CONTROLLER_CRASHES);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whicheverCallFailsAndHoweverEachShardIsRestoredOnce(Fault fault, Moment moment) {
        folder.holds(INCR.perReplica().withReplicas(2));
        passes();
        var restores = List.of("restore incr-shard-1-1", "restore incr-shard-2-1");
        atEachCall(
                fault,
                moment,
                call -> {
                    counts(10, 20);
                    visited.told().clear();
                    var at = swarm.observe().at();
                    return Ask.restore("r" + call, "incr", at, Backups.perReplica("incr", 1, 2, 3));
                },
                answer -> {
                    assertEquals(Answer.Kind.DONE, answer.kind(), answer::text);
                    assertEquals(
                            "30 -> 6, as of 2026-11-27T20:10:00.123456789Z; what there was before is kept: skep backup incr --list",
                            answer.text());
                    assertEquals(List.of(4L, 2L), counts());
                    assertEquals(restores, restores().stream().sorted().toList(), "each once");
                });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whicheverCallFailsAndHoweverWhoWantsABackupGetsIt(Fault fault, Moment moment) {
        folder.holds(INCR.perReplica().withReplicas(2));
        passes();
        counts(10, 20);
        atEachCall(
                fault,
                moment,
                call -> Ask.backup("b" + call, "incr", swarm.observe().at()),
                answer -> assertEquals(30, backup(answer).sum()));
    }

    /** Each word to a Redis, too; but a crash there is an exception here, which an errand would take for a bug of Skep's. */
    @ParameterizedTest
    @MethodSource("faultsWithoutCrashes")
    void whicheverCallOrWordFailsWhatAllShareIsRestoredAndBackedUp(Fault fault, Moment moment) {
        for (var sample : List.of(INCR, INCR.sentinel())) {
            atEachWord(fault, moment, sample, (scene, fails) -> scene.restoresThough(1_000, fails));
            atEachWord(fault, moment, sample, CountingScene::backsUpThough);
        }
    }

    private static void atEachWord(
            Fault fault, Moment moment, Sample sample, BiPredicate<CountingScene, Consumer<Faults>> errand) {
        for (int call = 1; ; call++) {
            int nth = call;
            var scene = new CountingScene(sample);
            if (!errand.test(scene, faults -> faults.failCall(nth, moment, fault.exception()))) {
                assertTrue(call > 2, "something is called");
                return;
            }
            scene.looks(3);
            scene.assertCounted();
        }
    }

    /** It is asked anew for each call that an errand takes, until one takes no more of them. */
    private void atEachCall(Fault fault, Moment moment, IntFunction<Ask> errand, Consumer<Answer> comesTo) {
        for (int call = 1; ; call++) {
            var before = namesButBackups();
            var ask = errand.apply(call);
            leave(ask);
            swarm.faults().failCall(call, moment, fault.exception());
            for (int look = 0; look < 20 && Answer.to(ask, swarm.peek()).isEmpty(); look++) {
                reconcileWhateverFails();
            }
            if (swarm.faults().pending()) {
                assertTrue(call > 2, "it looks, and tells");
                return;
            }
            comesTo.accept(answer(ask));
            takeAway(ask);
            passes();
            assertEquals(before, namesButBackups(), fault + " " + moment + " call " + call);
        }
    }

    private List<String> namesButBackups() {
        return swarm.names().stream().filter(n -> !n.contains("-backup-")).toList();
    }

    private void reconcileWhateverFails() {
        try {
            reconcile();
        } catch (SwarmException e) {
            // The loop looks again.
        } catch (Passes.Cut e) {
            reconciler = controller();
        }
    }

    @Test
    void anAnswerThatWasCutOffIsGivenByTheNext() {
        passes();
        counted(50);
        var ask = Ask.backup("a", "incr", swarm.observe().at());
        leave(ask);
        swarm.faults().failNext("createConfig", Moment.BEFORE, new SwarmException.Unreachable("no answer", null));
        assertEquals(50, backup(answer(ask)).sum());
    }

    /** Of three, the first leads, holds 50, and these sentinels name it. */
    private void aGroupWatchedBy(String... sentinels) {
        folder.holds(INCR.sentinel());
        passes();
        counted(50);
        visited.is("incr-redis-1", new Primary());
        visited.is("incr-redis-2", new Replica(swarm.redisAddress("incr-redis-1"), true));
        visited.is("incr-redis-3", new Replica(swarm.redisAddress("incr-redis-1"), true));
        for (var sentinel : sentinels) {
            visited.watches(sentinel, swarm.redisAddress("incr-redis-1"));
        }
    }

    private List<String> restores() {
        return visited.told().stream().filter(t -> t.startsWith("restore ")).toList();
    }

    private Answer asked(Ask ask) {
        leave(ask);
        return answer(ask);
    }

    private void leave(Ask ask) {
        var config = ask.config();
        swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
    }

    private void takeAway(Ask ask) {
        swarm.observe().configs().stream()
                .filter(c -> c.name().equals(ask.config().name()))
                .forEach(c -> swarm.removeConfig(c.id()));
    }

    private Answer answer(Ask ask) {
        passes();
        return Answer.to(ask, swarm.observe()).orElseThrow();
    }

    private static Backup backup(Answer answer) {
        assertEquals(Answer.Kind.DONE, answer.kind(), answer::text);
        return ((BackupText.Read.Sound) BackupText.read(answer.text())).backup();
    }

    private void counted(long count) {
        visited.holdings().put("incr-redis-1", new Holding(count, Map.of()));
    }

    /** Clients go on. */
    private void counted(Holding before, int more) {
        visited.holdings().put("incr-redis-1", new Holding(before.count() + more, before.writers()));
    }

    private void counts(long... counts) {
        IntStream.range(0, counts.length).forEach(i -> visited.holdings()
                .put("incr-shard-%d-1".formatted(i + 1), new Holding(counts[i], Map.of())));
    }

    private List<Long> counts() {
        return List.of(
                visited.holdings().get("incr-shard-1-1").count(),
                visited.holdings().get("incr-shard-2-1").count());
    }

    /** One pass as the loop makes it. */
    private void round() {
        var observed = swarm.observe();
        var decisions = new Decisions(folder.get(), observed, new Maker(key.fingerprint()), new Held());
        new Round(reconciler, decisions, observed, () -> false, () -> false, (_, _, _) -> {})
                .run(List.of(), List.of("incr"), Runnable::run);
    }

    private void passes() {
        for (int i = 0; i < 20; i++) {
            reconcile();
        }
    }

    private void reconcile() {
        var observed = swarm.observe();
        var wanted = Wanted.of("incr", folder.get(), observed, key.fingerprint());
        reconciler.errandsThen(wanted, observed, () -> reconciler.reconcile(wanted, observed, () -> true));
    }
}
