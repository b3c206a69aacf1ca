package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.observed.ObservedMember;
import dev.skep.swarm.Faults.Moment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From one Redis to several that sentinels watch and back, while it counts: nothing of the count is lost, wherever it is cut. */
final class ModeChangeTest {
    private static final Sample SINGLE = Sample.named("incr");
    private static final Sample SENTINEL = SINGLE.sentinel();

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

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledItGoesOn(Moment moment) {
        for (var edit : List.of(List.of(SINGLE, SENTINEL), List.of(SENTINEL, SINGLE))) {
            var whole = new CountingScene(edit.getFirst());
            whole.become(edit.getLast());
            for (int call = 1; ; call++) {
                var cut = new CountingScene(edit.getFirst());
                cut.faults().failCall(call, moment, new Cut());
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
        for (var edit : List.of(List.of(SINGLE, SENTINEL), List.of(SENTINEL, SINGLE))) {
            for (int passes = 1; passes < 25; passes++) {
                var scene = new CountingScene(edit.getFirst());
                scene.begin(edit.getLast(), passes);
                scene.become(edit.getFirst());
                assertEquals(
                        edit.getFirst().equals(SENTINEL) ? 3 : 1,
                        scene.redisServices().stream()
                                .filter(s -> s.contains("redis"))
                                .count(),
                        "after " + passes);
                assertEquals(edit.getFirst().equals(SENTINEL), scene.redis().elect(), "after " + passes);
                scene.assertCounted();
            }
        }
    }
}
