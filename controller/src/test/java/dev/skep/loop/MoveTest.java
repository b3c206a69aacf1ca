package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.swarm.Faults.Moment;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another image of Redis under sentinels, while it counts: the count moves before its primary is replaced, wherever that is cut. */
final class MoveTest {
    private static final Sample BEFORE = Sample.named("incr").sentinel();
    private static final Sample AFTER = BEFORE.withRedisImage("redis:8");

    /** More than a change takes. */
    private static final int LOOKS = 40;

    @AutoClose
    final Log log = Log.open();

    @Test
    void thePrimaryIsTheLastToBeReplacedAndDoesNotLeadByThen() {
        var scene = new CountingScene(BEFORE);
        var leader = scene.redis().leaders().getFirst();
        var others = List.of("incr-redis-1", "incr-redis-2", "incr-redis-3").stream()
                .filter(m -> !m.equals(leader))
                .toList();
        var before = scene.tasks(leader);
        scene.beginUntil(AFTER, () -> {
            assertTrue(
                    scene.tasks(leader).equals(before)
                            || !scene.redis().leaders().contains(leader),
                    "it is replaced while it leads");
            return !scene.tasks(leader).equals(before);
        });
        scene.become(AFTER);
        assertEquals(List.of(others.getFirst()), scene.redis().leaders());
        assertEquals(0, scene.redis().elections());
        scene.assertCounted();
    }

    @Test
    void itIsMovedOnceAndNotWhereThePrimaryIsAsWanted() {
        var scene = new CountingScene(BEFORE);
        scene.become(AFTER);
        assertEquals(
                1,
                log.lines().stream()
                        .filter(l -> l.contains("hand the count over"))
                        .count(),
                () -> String.join("\n", log.lines()));
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledItGoesOnAndNobodyIsElected(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new CountingScene(BEFORE);
            scene.faults().failCall(call, moment, new Cut());
            scene.become(AFTER);
            if (scene.faults().pending()) {
                assertTrue(call > 30, "something is called");
                return;
            }
            assertEquals(0, scene.redis().elections(), "call " + call);
            assertTrue(scene.redis().elect(), "call " + call);
            scene.assertCounted();
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBackAndNobodyIsElected() {
        for (int looks = 1; looks < LOOKS; looks++) {
            var scene = new CountingScene(BEFORE);
            scene.begin(AFTER, looks);
            scene.become(BEFORE);
            assertEquals(0, scene.redis().elections(), "after " + looks);
            scene.assertCounted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledAndThePersonChangesTheirMindItGoesBack(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new CountingScene(BEFORE);
            scene.faults().failCall(call, moment, new Cut());
            for (int looks = 0; looks < LOOKS && scene.faults().pending(); looks++) {
                scene.begin(AFTER, 1);
            }
            if (scene.faults().pending()) {
                assertTrue(call > 30, "something is called");
                return;
            }
            scene.become(BEFORE);
            scene.assertCounted();
        }
    }

    @Test
    void whicheverRedisOrSentinelIsKilledAfterWhicheverLookItGoesOn() {
        for (int looks = 0; looks < LOOKS; looks++) {
            for (int nth = 0; nth < 6; nth++) {
                var scene = new CountingScene(BEFORE);
                scene.begin(AFTER, looks);
                var service = scene.redisServices().get(nth);
                scene.kill(service);
                scene.become((looks + nth) % 2 == 0 ? AFTER : BEFORE);
                assertTrue(scene.redis().elect(), service + " killed after " + looks);
                scene.assertCounted();
            }
        }
    }

    /** Nobody switches it on again: the others count on, and elect, as where nothing is moved. */
    @Test
    void whicheverNodeIsLostAfterWhicheverLookTheOthersCountOnAndElect() {
        for (int looks = 0; looks < LOOKS; looks++) {
            for (int node = 1; node <= 3; node++) {
                var scene = new CountingScene(BEFORE);
                scene.begin(AFTER, looks);
                scene.losesNode(node);
                scene.begin(looks % 2 == 0 ? AFTER : BEFORE, 12);
                var when = "node " + node + " lost after " + looks;
                assertEquals(1, scene.redis().leaders().size(), when);
                assertTrue(scene.redis().elect(), when);
                scene.assertCounted();
            }
        }
    }

    /** A move is one step: whoever looks between two finds a primary that most sentinels name. */
    @Test
    void afterEachLookMostSentinelsNameWhoLeads() {
        var scene = new CountingScene(BEFORE);
        for (int looks = 0; looks < LOOKS; looks++) {
            scene.begin(AFTER, 1);
            assertEquals(scene.redis().leaders(), scene.redis().named(), "after " + looks);
        }
    }

    /** The sentinels do not stay without a word because of a manifest that nobody can read. */
    @Test
    void whatIsHeldInTheMiddleIsLedByOneAndTheSentinelsElect() {
        for (int looks = 1; looks < LOOKS; looks++) {
            var scene = new CountingScene(BEFORE);
            scene.begin(AFTER, looks);
            scene.breaksItsManifest();
            scene.looks(12);
            assertEquals(1, scene.redis().leaders().size(), "after " + looks);
            assertTrue(scene.redis().elect(), "after " + looks);
            assertFalse(scene.redisServices().isEmpty());
            scene.become(AFTER);
            scene.assertCounted();
        }
    }
}
