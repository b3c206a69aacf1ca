package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another image of Redis under sentinels, while it counts: the count moves before its primary is replaced, wherever that is cut. What
 * comes before and after is a rollout as any other (FaultsAnywhereTest).
 */
final class MoveTest {
    private static final Sample BEFORE = Sample.named("incr").sentinel();
    private static final Sample AFTER = BEFORE.withRedisImage("redis:8");

    /** More looks than it takes to end what was begun. */
    private static final int SOON = 12;

    @AutoClose
    final Log log = Log.open();

    /**
     * When the count moves: of the looks since another image is asked for, the one in which the sentinels are told to elect nobody, and
     * the one in which they are let elect again.
     *
     * @param calls from the first to the last
     */
    private record Moving(int first, int last, int calls) {
        static Moving from(Sample before, Sample after) {
            var scene = new CountingScene(before);
            int first = scene.beginUntil(after, () -> !scene.redis().elect());
            int last = first + scene.beginUntil(after, scene.redis()::elect);
            var again = new CountingScene(before);
            again.begin(after, first - 1);
            int calls = again.faults().calls();
            again.begin(after, last - first + 1);
            return new Moving(first, last, again.faults().calls() - calls);
        }

        /** After each of its looks, and before the first of them. */
        void afterEachLook(IntConsumer then) {
            for (int looks = first - 1; looks <= last; looks++) {
                then.accept(looks);
            }
        }
    }

    /** How a call goes wrong. */
    enum Fault {
        CONTROLLER_CRASHES,
        REFUSED;

        Throwable exception() {
            return switch (this) {
                case CONTROLLER_CRASHES -> new Cut();
                case REFUSED -> new SwarmException.Refused("refused");
            };
        }
    }

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
        assertEquals(
                1,
                log.lines().stream()
                        .filter(l -> l.contains("hand the count over"))
                        .count(),
                () -> "it is moved once: " + String.join("\n", log.lines()));
        scene.assertCounted();
    }

    /** Or a word is refused; and then it goes on, or back, or is suspended meanwhile. */
    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledItEndsAndNobodyIsElected(Fault fault) {
        var moving = Moving.from(BEFORE, AFTER);
        assertTrue(moving.calls() > 15, "words are said");
        int turn = 0;
        for (int call = 1; call <= moving.calls(); call++) {
            for (var moment : Moment.values()) {
                var scene = new CountingScene(BEFORE);
                scene.begin(AFTER, moving.first() - 1);
                scene.faults().failCall(call, moment, fault.exception());
                for (int looks = 0; scene.faults().pending(); looks++) {
                    assertTrue(looks < SOON, "it is called");
                    scene.begin(AFTER, 1);
                }
                var when = fault + " " + moment + " call " + call;
                switch (turn++ % 3) {
                    case 0 -> scene.become(AFTER);
                    case 1 -> scene.become(BEFORE);
                    default -> suspend(scene, when);
                }
                assertEquals(0, scene.redis().elections(), when);
                scene.assertCounted();
            }
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBackAndNobodyIsElected() {
        Moving.from(BEFORE, AFTER).afterEachLook(looks -> {
            var scene = new CountingScene(BEFORE);
            scene.begin(AFTER, looks);
            scene.become(BEFORE);
            assertEquals(0, scene.redis().elections(), "after " + looks);
            scene.assertCounted();
        });
    }

    /** Nobody comes back to it for a long time: what was begun is finished or taken back, and nothing is replaced. */
    @Test
    void whereverItIsSuspendedOneLeadsAndTheSentinelsElect() {
        Moving.from(BEFORE, AFTER).afterEachLook(looks -> {
            var scene = new CountingScene(BEFORE);
            scene.begin(AFTER, looks);
            suspend(scene, "after " + looks);
            scene.become(AFTER);
            assertEquals(0, scene.redis().elections(), "after " + looks);
            scene.assertCounted();
        });
    }

    private static void suspend(CountingScene scene, String when) {
        scene.begin(AFTER.suspended(), SOON);
        assertIsLed(scene, when);
    }

    /** One leads, most sentinels name it, and they elect another if it is lost. */
    private static void assertIsLed(CountingScene scene, String when) {
        assertEquals(1, scene.redis().leaders().size(), when);
        assertEquals(scene.redis().leaders(), scene.redis().named(), when);
        assertTrue(scene.redis().elect(), when);
    }

    /** A name that is taken fails each time, until a person has seen to it. */
    @Test
    void whatElseFailsInTheMiddleHoldsNoWordToRedisUp() {
        var before = BEFORE.withVia(Via.INGRESS);
        var after = AFTER.withVia(Via.INGRESS);
        Moving.from(before, after).afterEachLook(looks -> {
            var scene = new CountingScene(before);
            scene.begin(after, looks);
            scene.somebodyElseHas("incr-gateway");
            scene.begin(AFTER.withVia(Via.GATEWAY), SOON);
            assertIsLed(scene, "after " + looks);
            assertEquals(0, scene.redis().elections(), "after " + looks);
            scene.assertCounted();
        });
    }

    @Test
    void whicheverRedisOrSentinelIsKilledAfterWhicheverLookItGoesOn() {
        Moving.from(BEFORE, AFTER).afterEachLook(looks -> {
            for (int nth = 0; nth < 6; nth++) {
                var scene = new CountingScene(BEFORE);
                scene.begin(AFTER, looks);
                var service = scene.redisServices().get(nth);
                scene.kill(service);
                scene.become((looks + nth) % 2 == 0 ? AFTER : BEFORE);
                assertTrue(scene.redis().elect(), service + " killed after " + looks);
                scene.assertCounted();
            }
        });
    }

    /** Nobody switches it on again: the others count on, and elect, as where nothing is moved. */
    @Test
    void whicheverNodeIsLostAfterWhicheverLookTheOthersCountOnAndElect() {
        Moving.from(BEFORE, AFTER).afterEachLook(looks -> {
            for (int node = 1; node <= 3; node++) {
                var scene = new CountingScene(BEFORE);
                scene.begin(AFTER, looks);
                scene.losesNode(node);
                scene.begin(looks % 2 == 0 ? AFTER : BEFORE, SOON);
                var when = "node " + node + " lost after " + looks;
                assertEquals(1, scene.redis().leaders().size(), when);
                assertTrue(scene.redis().elect(), when);
                scene.assertCounted();
            }
        });
    }

    @Test
    void aDrainedNodeHandsItsPrimaryOverBeforeThatEndsAndGetsItBackAsACopy() {
        var scene = new CountingScene(BEFORE);
        var leader = scene.redis().leaders().getFirst();
        int node = scene.nodeOf(leader);
        scene.sets(node, "drain");
        assertTrue(
                scene.beginUntil(BEFORE, () -> !scene.redis().leaders().equals(List.of(leader))) < SOON / 2,
                "while it still counts");
        scene.looks(5 * SOON);
        assertEquals(0, scene.redis().elections());
        assertIsLed(scene, "drained");
        assertFalse(scene.redis().leaders().contains(leader));
        scene.assertCounted();
        scene.sets(node, "active");
        scene.become(BEFORE);
        assertFalse(scene.redis().leaders().contains(leader));
        assertIsLed(scene, "active again");
        assertEquals(0, scene.redis().elections());
        scene.assertCounted();
    }

    @Test
    void aNodeThatOnlyPausesAndOneWithoutThePrimaryHandNothingOver() {
        var scene = new CountingScene(BEFORE);
        var leaders = scene.redis().leaders();
        int node = scene.nodeOf(leaders.getFirst());
        scene.sets(node, "pause");
        scene.sets(node % 3 + 1, "drain");
        scene.looks(5 * SOON);
        assertEquals(leaders, scene.redis().leaders());
        assertTrue(log.lines().stream().noneMatch(l -> l.contains("hand the count over")));
        scene.assertCounted();
    }

    /** Whatever is cut, in whatever is said meanwhile: the sentinels elect where the controller comes too late. */
    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledWhileANodeIsDrainedTheOthersCountOn(Fault fault) {
        int calls = drained(0).faults().calls();
        int enough = drained(SOON / 2).faults().calls() - calls;
        assertTrue(enough > 15, "words are said");
        for (int call = 1; call <= enough; call++) {
            var scene = drained(0);
            scene.faults().failCall(call, call % 2 == 0 ? Moment.BEFORE : Moment.AFTER, fault.exception());
            scene.looks(3 * SOON);
            assertFalse(scene.faults().pending(), "it is called");
            assertIsLed(scene, fault + " call " + call);
            scene.assertCounted();
        }
    }

    /** So many looks after its primary's node was drained. */
    private static CountingScene drained(int looks) {
        var scene = new CountingScene(BEFORE);
        scene.sets(scene.nodeOf(scene.redis().leaders().getFirst()), "drain");
        scene.looks(looks);
        return scene;
    }

    /** A move is one step: whoever looks between two finds a primary that most sentinels name. */
    @Test
    void afterEachLookMostSentinelsNameWhoLeads() {
        int looks = Moving.from(BEFORE, AFTER).last() + SOON;
        var scene = new CountingScene(BEFORE);
        for (int look = 0; look < looks; look++) {
            scene.begin(AFTER, 1);
            assertEquals(scene.redis().leaders(), scene.redis().named(), "after " + look);
        }
    }

    /** The sentinels do not stay without a word because of a manifest that nobody can read. */
    @Test
    void whatIsHeldInTheMiddleIsLedByOneAndTheSentinelsElect() {
        Moving.from(BEFORE, AFTER).afterEachLook(looks -> {
            var scene = new CountingScene(BEFORE);
            scene.begin(AFTER, looks);
            scene.breaksItsManifest();
            scene.looks(SOON);
            assertIsLed(scene, "after " + looks);
            assertFalse(scene.redisServices().isEmpty());
            scene.become(AFTER);
            scene.assertCounted();
        });
    }
}
