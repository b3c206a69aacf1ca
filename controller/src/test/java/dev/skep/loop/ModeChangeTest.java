package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.FaultsAnywhereTest.Fault;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.observed.Generation.Outcome;
import dev.skep.observed.ObservedMember;
import dev.skep.swarm.Faults.Moment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From one Redis to several that sentinels watch and back, while it counts: nothing of the count is lost, wherever it is cut. */
final class ModeChangeTest {
    private static final Sample SINGLE = Sample.named("incr");
    private static final Sample SENTINEL = SINGLE.sentinel();
    private static final List<List<Sample>> EDITS = List.of(List.of(SINGLE, SENTINEL), List.of(SENTINEL, SINGLE));

    /** More than a change takes. */
    private static final int LOOKS = 25;

    @AutoClose
    final Log log = Log.open();

    @Test
    void copiesAreAddedAndSentinelsElectOnceEveryAppTaskWaitsForACopy() {
        var scene = new CountingScene(SINGLE);
        scene.become(SENTINEL);
        assertEquals(List.of("incr-redis-1"), scene.redis().leaders());
        assertEquals(
                List.of(
                        "incr-redis-1",
                        "incr-redis-2",
                        "incr-redis-3",
                        "incr-sentinel-1",
                        "incr-sentinel-2",
                        "incr-sentinel-3"),
                scene.redisServices());
        assertTrue(scene.redis().elect());
        scene.assertCounted();
    }

    @Test
    void theLastThatStaysHasAllBeforeTheOthersGoAndNoNumberIsUsedTwice() {
        var scene = new CountingScene(SENTINEL);
        scene.become(SINGLE);
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        assertEquals(List.of("incr-redis-1"), scene.redis().leaders());
        assertFalse(scene.redis().elect());
        scene.become(SENTINEL);
        assertEquals(
                List.of("incr-redis-1", "incr-redis-4", "incr-redis-5"),
                scene.redisServices().stream().filter(s -> s.contains("redis")).toList());
        assertEquals(3, scene.nodesOf("incr-redis-1", "incr-redis-4", "incr-redis-5"));
        scene.assertCounted();
    }

    @Test
    void noRedisIsRestarted() {
        var scene = new CountingScene(SINGLE);
        var before = scene.tasks("incr-redis-1");
        scene.become(SENTINEL);
        scene.become(SINGLE);
        assertEquals(before, scene.tasks("incr-redis-1"));
    }

    @Test
    void withAnotherImageInTheSameEditTheOnlyRedisIsNotRestartedBeforeOthersHaveItsCount() {
        var scene = new CountingScene(SINGLE);
        var before = scene.tasks("incr-redis-1");
        var both = SENTINEL.withRedisImage("redis:8");
        scene.beginUntil(both, () -> {
            assertTrue(
                    scene.redis().elect() || scene.tasks("incr-redis-1").equals(before),
                    () -> String.join("\n", log.lines()));
            return scene.redis().elect();
        });
        scene.become(both);
        assertFalse(before.equals(scene.tasks("incr-redis-1")));
        scene.assertCounted();
    }

    /** The copies that it made are gone by then, and those of a next try would have other numbers. */
    @Test
    void aChangeThatWasRolledBackIsNotTriedAgain() {
        var scene = new CountingScene(SINGLE);
        scene.bad("broken:1");
        var broken = SENTINEL.withImage("broken:1");
        scene.beginUntil(broken, () -> scene.holds().contains("RolledBack"));
        scene.looks(20);
        assertEquals(List.of("RolledBack"), scene.holds());
        assertEquals(List.of(Outcome.ROLLED_BACK, Outcome.ROLLED_OUT), scene.generations());
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        scene.become(SENTINEL);
        scene.assertCounted();
        assertEquals(Outcome.ROLLED_OUT, scene.generations().getFirst());
    }

    @Test
    void aMemberWhoseNodeIsRemovedWhileItGoesGoesAsWell() {
        var scene = new CountingScene(SENTINEL);
        scene.beginUntil(SINGLE, () -> scene.redisServices().stream().noneMatch(s -> s.contains("sentinel")));
        assertTrue(scene.redisServices().contains("incr-redis-3"));
        scene.losesItsNode("incr-redis-3");
        scene.become(SINGLE);
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        scene.assertCounted();
    }

    @Test
    void copiesOfAnEarlierVersionGoOnAndTheirSentinelsElectAllTheWhile() {
        var scene = new CountingScene(SENTINEL);
        scene.isOfBefore();
        scene.beginUntil(SENTINEL, () -> {
            assertTrue(scene.redis().elect());
            return scene.redis().lead("incr-redis-3").equals(Optional.of(ObservedMember.SENTINELS));
        });
        scene.become(SENTINEL);
        scene.assertCounted();
        scene.become(SINGLE);
        scene.assertCounted();
    }

    @Test
    void theOneRedisOfAnEarlierVersionIsReplacedBeforeTheSentinelsElect() {
        var scene = new CountingScene(SINGLE);
        scene.startsAsBefore("incr-redis-1");
        scene.beginUntil(SENTINEL, () -> {
            assertTrue(!scene.redis().elect() || scene.startsAsNow("incr-redis-1"), "it could lead by itself");
            return scene.redis().elect();
        });
        scene.become(SENTINEL);
        scene.assertCounted();
    }

    @ParameterizedTest
    @EnumSource
    void theDataOfALoneRedisSayThatItLeadsWhereverTheControllerIsKilled(Moment moment) {
        for (int call = 1; ; call++) {
            int nth = call;
            var scene = new CountingScene(SINGLE, faults -> faults.failCall(nth, moment, new Cut()));
            scene.begin(SINGLE, 5);
            assertEquals(Optional.of("incr-redis-1"), scene.redis().lead("incr-redis-1"), "call " + call);
            if (scene.faults().pending()) {
                assertTrue(call > 5, "something is called");
                return;
            }
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Moment.values()).map(moment -> Arguments.of(fault, moment)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whicheverCallFailsItGoesOn(Fault fault, Moment moment) {
        for (var edit : EDITS) {
            var whole = new CountingScene(edit.getFirst());
            whole.become(edit.getLast());
            for (int call = 1; ; call++) {
                var cut = new CountingScene(edit.getFirst());
                cut.faults().failCall(call, moment, fault.exception());
                cut.become(edit.getLast());
                if (cut.faults().pending()) {
                    assertTrue(call > 20, "something is called");
                    break;
                }
                assertEquals(whole.redisServices(), cut.redisServices(), "call " + call);
                assertEquals(whole.redis().elect(), cut.redis().elect(), "call " + call);
                cut.assertCounted();
            }
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBack() {
        for (var edit : EDITS) {
            for (int looks = 1; looks < LOOKS; looks++) {
                var scene = new CountingScene(edit.getFirst());
                scene.begin(edit.getLast(), looks);
                goesBack(scene, edit.getFirst(), "after " + looks);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledAndThePersonChangesTheirMindItGoesBack(Moment moment) {
        for (var edit : EDITS) {
            for (int call = 1; ; call++) {
                var scene = new CountingScene(edit.getFirst());
                scene.faults().failCall(call, moment, new Cut());
                for (int looks = 0; looks < LOOKS && scene.faults().pending(); looks++) {
                    scene.begin(edit.getLast(), 1);
                }
                if (scene.faults().pending()) {
                    assertTrue(call > 20, "something is called");
                    break;
                }
                goesBack(scene, edit.getFirst(), "call " + call);
            }
        }
    }

    private static void goesBack(CountingScene scene, Sample to, String when) {
        scene.become(to);
        assertEquals(
                to.equals(SENTINEL) ? 3 : 1,
                scene.redisServices().stream().filter(s -> s.contains("redis")).count(),
                when);
        assertEquals(to.equals(SENTINEL), scene.redis().elect(), when);
        scene.assertCounted();
    }

    @Test
    void whicheverRedisOrSentinelIsKilledAfterWhicheverLookItGoesOnAndBack() {
        for (var edit : EDITS) {
            for (int looks = 0; looks < LOOKS; looks++) {
                for (int nth = 0; nth < 6; nth++) {
                    var scene = new CountingScene(edit.getFirst());
                    scene.begin(edit.getLast(), looks);
                    var services = scene.redisServices();
                    if (nth < services.size()) {
                        scene.kill(services.get(nth));
                        goesBack(scene, edit.get((looks + nth) % 2), services.get(nth) + " killed after " + looks);
                    }
                }
            }
        }
    }

    /** What is asked for while the count is handed over is done at the look after it. */
    @Test
    void afterWhicheverLookItIsBackedUpAndRestoredWhileItGoesOn() {
        for (var edit : EDITS) {
            for (int looks = 0; looks < LOOKS; looks++) {
                var scene = new CountingScene(edit.getFirst());
                scene.begin(edit.getLast(), looks);
                scene.backsUp(3);
                scene.restores(1_000, 3);
                scene.become(edit.getLast());
                scene.assertCounted();
            }
        }
    }

    /** Just then a person wants a backup. Only between a handover and the next look the data do not say who leads. */
    @Test
    void whateverStageAChangeStandsStillAtItIsBackedUpAndRestored() {
        int backups = 0;
        for (var edit : EDITS) {
            for (int looks = 0; looks < LOOKS; looks++) {
                var scene = new CountingScene(edit.getFirst());
                scene.begin(edit.getLast(), looks);
                scene.strandsACount();
                scene.looks(2);
                var leads = scene.redis().lead(scene.redis().leaders().getFirst());
                if (!leads.equals(Optional.of(ObservedMember.HANDOVER))) {
                    backups++;
                    scene.backsUp(1);
                    scene.restores(1_000, 1);
                    scene.looks(2);
                    scene.assertCounted();
                }
            }
        }
        assertTrue(backups > LOOKS, "most of the time: " + backups);
    }

    /** With persistence none its data say nothing whenever it has started. */
    @Test
    void aLoneRedisThatForgetsLeadsAgainWhateverIsHeld() {
        for (Consumer<CountingScene> held :
                List.<Consumer<CountingScene>>of(CountingScene::breaksItsManifest, CountingScene::strandsACount)) {
            var scene = new CountingScene(SINGLE.withPersistence(Persistence.NONE));
            held.accept(scene);
            scene.looks(3);
            scene.redis().forgetsWhoLeads();
            scene.kill("incr-redis-1");
            scene.looks(5);
            assertEquals(List.of("incr-redis-1"), scene.redis().leaders());
        }
    }

    /** A hold stops the move, and not the care for who counts. */
    @Test
    void whatIsHeldInTheMiddleHasAPrimaryAgainWhicheverIsKilled() {
        for (var edit : EDITS) {
            for (int looks = 0; looks < LOOKS; looks++) {
                for (int nth = looks % 2; nth < 6; nth += 2) {
                    var scene = new CountingScene(edit.getFirst());
                    scene.begin(edit.getLast(), looks);
                    scene.strandsACount();
                    scene.looks(2);
                    var services = scene.redisServices();
                    if (nth < services.size()) {
                        scene.kill(services.get(nth));
                        scene.looks(12);
                        assertEquals(
                                1,
                                scene.redis().leaders().size(),
                                services.get(nth) + " killed after " + looks + " of " + edit);
                        scene.strandsNone();
                        goesBack(scene, edit.getLast(), services.get(nth) + " after " + looks);
                    }
                }
            }
        }
    }
}
