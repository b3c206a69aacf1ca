package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.FaultsAnywhereTest.Fault;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.observed.Generation.Outcome;
import dev.skep.plan.Plan;
import dev.skep.plan.Step;
import dev.skep.swarm.Faults.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The one Redis of a count becomes another one beside it: nothing stops, and nothing is lost, wherever it is cut. */
final class LoneMoveTest {
    private static final Sample AOF = Sample.named("incr");
    private static final Sample NONE = AOF.withPersistence(Persistence.NONE);
    private static final Sample RDB = AOF.withPersistence(Persistence.RDB);
    private static final Sample NEWER = AOF.withRedisImage("redis:8");

    /** What is written on no disk is gone with its Redis, so that those are told apart that may be killed. */
    private static final List<List<Sample>> ON_DISK =
            List.of(List.of(AOF, NEWER), List.of(AOF, RDB), List.of(RDB, AOF));

    private static final List<List<Sample>> EDITS = Stream.concat(
                    ON_DISK.stream(),
                    Stream.of(
                            List.of(NONE, AOF),
                            List.of(AOF, NONE),
                            List.of(
                                    NONE,
                                    NEWER.withPersistence(Persistence.NONE).withImage("skep/incrementor:2"))))
            .toList();

    /** More than a change takes. */
    private static final int LOOKS = 20;

    @AutoClose
    final Log log = Log.open();

    @Test
    void anotherTakesTheCountOverAndTheOneBeforeIsNeverRestarted() {
        for (var edit : EDITS) {
            var scene = new CountingScene(edit.getFirst());
            var before = scene.tasks("incr-redis-1");
            scene.beginUntil(edit.getLast(), () -> {
                var over = scene.redis().leaders().equals(List.of("incr-redis-2"));
                assertTrue(over || scene.tasks("incr-redis-1").equals(before), () -> String.join("\n", log.lines()));
                return over;
            });
            scene.become(edit.getLast());
            assertEquals(List.of("incr-redis-2"), scene.redisServices());
            assertEquals(List.of("incr-redis-2"), scene.redis().leaders());
            assertEquals(Outcome.ROLLED_OUT, scene.generations().getFirst());
            scene.assertCounted();
        }
    }

    @Test
    void itCountsAtEachLook() {
        for (var edit : EDITS) {
            var scene = new CountingScene(edit.getFirst());
            for (int look = 0; look < LOOKS; look++) {
                long before = scene.counted();
                scene.begin(edit.getLast(), 1);
                assertEquals(before + 1, scene.counted(), "look " + look);
            }
        }
    }

    @Test
    void itMovesAgainAndBackAndNoNumberIsUsedTwice() {
        var scene = new CountingScene(AOF);
        for (var next : List.of(NEWER, RDB, AOF)) {
            scene.become(next);
            scene.assertCounted();
        }
        assertEquals(List.of("incr-redis-4"), scene.redisServices());
    }

    @Test
    void whatIsAskedForInTheMiddleIsMadeInsteadOfWhatWas() {
        for (int looks = 1; looks < LOOKS; looks++) {
            var scene = new CountingScene(AOF);
            scene.begin(NEWER, looks);
            scene.become(NONE);
            assertEquals(1, scene.redisServices().size());
            scene.assertCounted();
        }
    }

    @Test
    void anotherModeInTheMiddleComesAfterIt() {
        for (var edit : ON_DISK) {
            for (int looks = 1; looks < LOOKS; looks++) {
                var scene = new CountingScene(edit.getFirst());
                scene.begin(edit.getLast(), looks);
                scene.become(edit.getLast().sentinel());
                scene.assertCounted();
            }
        }
    }

    @Test
    void oneThatDoesNotComeUpIsTakenAwayAndTheOneBeforeHasCountedAllTheWhile() {
        var scene = new CountingScene(AOF);
        scene.bad("broken:1");
        goesBack(scene, "broken:1", "task: non-zero exit (1)");
    }

    /** A task may end once for no fault of what was asked for. */
    @Test
    void oneThatEndsTwiceBeforeItRunsHasFailedAndIsNotWaitedForAnyLonger() {
        var scene = new CountingScene(AOF);
        scene.redis().cannotCopy("redis:6");
        scene.begin(AOF.withRedisImage("redis:6"), LOOKS);
        assertFalse(fails(scene.planAfterEndings("incr-redis-2", 1)));
        assertTrue(fails(scene.planAfterEndings("incr-redis-2", 2)));
    }

    private static boolean fails(Plan plan) {
        return plan.steps().stream().anyMatch(s -> s instanceof Step.RecordOutcome r && r.outcome() == Outcome.FAILED);
    }

    /** As a Redis that is older than the one that wrote. */
    @Test
    void oneThatCannotReadWhatItCopiesIsTakenAwayAndTheOneBeforeHasCountedAllTheWhile() {
        var scene = new CountingScene(AOF);
        scene.redis().cannotCopy("redis:6");
        scene.begin(AOF.withRedisImage("redis:6"), LOOKS);
        scene.passes(Duration.ofMinutes(3));
        goesBack(scene, "redis:6", "nothing has moved for 120 s");
    }

    private static void goesBack(CountingScene scene, String image, String why) {
        var before = scene.tasks("incr-redis-1");
        long counted = scene.counted();
        int looks =
                scene.beginUntil(AOF.withRedisImage(image), () -> scene.holds().contains("RolledBack"));
        scene.looks(20);
        assertEquals(counted + looks + 20, scene.counted());
        assertEquals(List.of("RolledBack"), scene.holds());
        assertTrue(scene.why().contains("incr-redis-2: " + why), scene::why);
        assertEquals(List.of(Outcome.ROLLED_BACK, Outcome.ROLLED_OUT), scene.generations());
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        assertEquals(before, scene.tasks("incr-redis-1"));
        scene.assertCounted();
        scene.become(NEWER);
        scene.assertCounted();
    }

    @Test
    void oneThatDoesNotRunIsChangedInItsPlace() {
        var scene = new CountingScene(AOF);
        scene.bad(AOF.redisImage());
        scene.kill("incr-redis-1");
        scene.looks(3);
        scene.become(NEWER);
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        scene.assertCounted();
    }

    @Test
    void aRedisOfAnEarlierVersionIsChangedInItsPlace() {
        var scene = new CountingScene(AOF);
        scene.startsAsBefore("incr-redis-1");
        scene.become(NEWER);
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        scene.assertCounted();
    }

    @Test
    void oneThatSomebodyRemovesInTheMiddleComesBack() {
        for (int looks = 1; looks < LOOKS; looks++) {
            var scene = new CountingScene(AOF);
            scene.begin(NEWER, looks);
            scene.removes("incr-redis-1");
            scene.become(NEWER);
            assertEquals(1, scene.redisServices().size());
            scene.assertCounted();
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
            for (int call = 1; ; call++) {
                var scene = new CountingScene(edit.getFirst());
                scene.faults().failCall(call, moment, fault.exception());
                scene.become(edit.getLast());
                if (scene.faults().pending()) {
                    assertTrue(call > 10, "something is called");
                    break;
                }
                assertEquals(List.of("incr-redis-2"), scene.redisServices(), "call " + call);
                scene.assertCounted();
            }
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBack() {
        for (var edit : EDITS) {
            var left = new ArrayList<List<String>>();
            for (int looks = 1; looks < LOOKS; looks++) {
                var scene = new CountingScene(edit.getFirst());
                scene.begin(edit.getLast(), looks);
                scene.become(edit.getFirst());
                assertEquals(1, scene.redisServices().size(), "after " + looks);
                scene.assertCounted();
                left.add(scene.redisServices());
            }
            assertEquals(List.of("incr-redis-1"), left.getFirst(), "it had not moved");
            assertEquals(List.of("incr-redis-3"), left.getLast(), "it had moved");
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
                    assertTrue(call > 10, "something is called");
                    break;
                }
                scene.become(edit.getFirst());
                assertEquals(1, scene.redisServices().size(), "call " + call);
                scene.assertCounted();
            }
        }
    }

    @Test
    void whicheverRedisIsKilledAfterWhicheverLookItGoesOnAndBack() {
        for (var edit : ON_DISK) {
            for (int looks = 0; looks < LOOKS; looks++) {
                for (int nth = 0; nth < 2; nth++) {
                    for (var then : edit) {
                        var scene = new CountingScene(edit.getFirst());
                        scene.begin(edit.getLast(), looks);
                        var services = scene.redisServices();
                        if (nth < services.size()) {
                            scene.kill(services.get(nth));
                            scene.become(then);
                            assertEquals(1, scene.redisServices().size(), "after " + looks);
                            scene.assertCounted();
                        }
                    }
                }
            }
        }
    }

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
}
