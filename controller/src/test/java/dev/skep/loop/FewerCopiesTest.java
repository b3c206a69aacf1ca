package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.FaultsAnywhereTest.Fault;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.Topology;
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

/** Fewer members and fewer sentinels while it counts: they go one at a time, and nothing of the count is lost, wherever it is cut. */
final class FewerCopiesTest {
    private static final Sample THREE = Sample.named("incr").sentinel();
    private static final Sample FIVE_MEMBERS = THREE.sentinel(5);
    private static final Sample FIVE_SENTINELS = THREE.sentinels(5);
    private static final Sample FIVE_OF_EACH =
            THREE.withTopology(new Topology.Sentinel(5, 5, 3, Duration.ofSeconds(1)));
    private static final List<Sample> BEFORE = List.of(FIVE_MEMBERS, FIVE_SENTINELS, FIVE_OF_EACH);

    /** More than it takes. */
    private static final int LOOKS = 30;

    @AutoClose
    final Log log = Log.open();

    @Test
    void theyGoOneAtATimeFirstWhoWatchesAndTheAppIsToldOnceWhenAllHaveGone() {
        var scene = new CountingScene(FIVE_OF_EACH);
        var gone = new ArrayList<String>();
        var app = scene.tasks("incr-app");
        var there = scene.redisServices();
        for (int looks = 0; looks < 60 && there.size() > 6; looks++) {
            assertEquals(app, scene.tasks("incr-app"), "it knows of all that there are");
            scene.begin(THREE, 1);
            var left = scene.redisServices();
            there.stream().filter(s -> !left.contains(s)).forEach(gone::add);
            assertTrue(there.size() - left.size() <= 1, () -> "two at once: " + gone);
            there = left;
        }
        assertEquals(List.of("incr-sentinel-5", "incr-sentinel-4", "incr-redis-5", "incr-redis-4"), gone);
        scene.become(THREE);
        assertTrue(scene.env("incr-app").contains("REDIS_REPLICAS=2"));
        assertTrue(scene.env("incr-app")
                .contains("REDIS_SENTINELS=incr-sentinel-1:26379,incr-sentinel-2:26379,incr-sentinel-3:26379"));
        assertEquals(0, scene.redis().elections());
        scene.assertCounted();
    }

    @Test
    void thePrimaryThatGoesHandsTheCountOverFirstAndNobodyIsElected() {
        var scene = new CountingScene(FIVE_MEMBERS);
        scene.leads("incr-redis-5");
        int elections = scene.redis().elections();
        scene.become(THREE);
        assertEquals(List.of("incr-redis-1"), scene.redis().leaders());
        assertEquals(elections, scene.redis().elections());
        assertEquals(
                1,
                log.lines().stream()
                        .filter(l -> l.contains("hand the count over"))
                        .count());
        scene.assertCounted();
    }

    /** A number is not used twice: nobody reads again what it holds. */
    @Test
    void moreLaterAreOthers() {
        var scene = new CountingScene(FIVE_MEMBERS);
        scene.become(THREE);
        scene.become(FIVE_MEMBERS);
        assertEquals(
                List.of("incr-redis-1", "incr-redis-2", "incr-redis-3", "incr-redis-6", "incr-redis-7"),
                members(scene));
        scene.assertCounted();
    }

    @Test
    void theHighestGoesFirstAlsoWhereNumbersHaveTwoDigits() {
        var scene = new CountingScene(FIVE_MEMBERS);
        for (var more : List.of(FIVE_MEMBERS, THREE.sentinel(4), FIVE_MEMBERS)) {
            scene.become(THREE);
            scene.become(more);
        }
        assertTrue(members(scene).containsAll(List.of("incr-redis-9", "incr-redis-10")), members(scene)::toString);
        scene.beginUntil(THREE, () -> members(scene).size() == 4);
        assertEquals(List.of("incr-redis-1", "incr-redis-2", "incr-redis-3", "incr-redis-9"), members(scene));
        scene.become(THREE);
        scene.assertCounted();
    }

    @Test
    void noneThatStaysIsRestartedForIt() {
        var scene = new CountingScene(FIVE_MEMBERS);
        var before = Stream.of("incr-redis-1", "incr-redis-2", "incr-redis-3", "incr-sentinel-1")
                .map(scene::tasks)
                .toList();
        scene.become(THREE);
        var after = Stream.of("incr-redis-1", "incr-redis-2", "incr-redis-3", "incr-sentinel-1")
                .map(scene::tasks)
                .toList();
        assertEquals(before, after);
    }

    @Test
    void anotherImageInTheSameEditComesFirstAndWhatCannotComeUpTakesNobodyAway() {
        var scene = new CountingScene(FIVE_MEMBERS);
        scene.bad("broken:1");
        scene.begin(THREE.withRedisImage("broken:1"), LOOKS);
        assertEquals(
                List.of("incr-redis-1", "incr-redis-2", "incr-redis-3", "incr-redis-4", "incr-redis-5"),
                members(scene));
        scene.become(THREE.withRedisImage("redis:8"));
        assertEquals(3, members(scene).size());
        scene.assertCounted();
    }

    /** The service of the app is of before in the first look, and all its tasks are as it says. */
    @Test
    void anotherImageOfTheAppComesFirstAndWhatCannotComeUpTakesNobodyAway() {
        for (var before : BEFORE) {
            for (var leader :
                    List.of("incr-redis-1", members(new CountingScene(before)).getLast())) {
                var scene = new CountingScene(before);
                scene.leads(leader);
                var there = scene.redisServices();
                scene.bad("broken:1");
                scene.begin(THREE.withImage("broken:1"), LOOKS);
                assertEquals(there, scene.redisServices());
                assertEquals(List.of(leader), scene.redis().leaders(), "the count stays");
                assertEquals(List.of("RolledBack"), scene.holds());
                scene.become(THREE.withImage("skep/incrementor:2"));
                assertIs(THREE, scene, "with one that comes up");
            }
        }
    }

    /** Nobody misses one that only watches, where most of all do. */
    @Test
    void aSentinelThatDoesNotRunGoesAsItIs() {
        var scene = new CountingScene(FIVE_SENTINELS);
        scene.cannotRun("incr-sentinel-4");
        scene.become(THREE);
        assertIs(THREE, scene, "without it");
    }

    /** It may know more than the others. */
    @Test
    void whileANodeIsAwayNoMemberGoes() {
        for (int node = 1; node <= 3; node++) {
            var scene = new CountingScene(FIVE_MEMBERS);
            scene.losesNode(node);
            scene.begin(THREE, LOOKS);
            assertEquals(5, members(scene).size(), "without node " + node);
            assertEquals(1, scene.redis().leaders().size(), "without node " + node);
            scene.assertCounted();
        }
    }

    @Test
    void whileANodeIsDrainedNobodyGoesWhereverItIsDrained() {
        for (int looks = 0; looks < LOOKS; looks += 2) {
            var scene = new CountingScene(FIVE_OF_EACH);
            scene.begin(THREE, looks);
            int node = looks / 2 % 3 + 1;
            scene.sets(node, "drain");
            scene.looks(1); // one that was retired goes in it
            var there = scene.redisServices();
            scene.looks(LOOKS);
            assertEquals(there, scene.redisServices(), "node " + node + " after " + looks);
            scene.assertCounted();
            scene.sets(node, "active");
            scene.become(THREE);
            assertIs(THREE, scene, "node " + node + " after " + looks);
        }
    }

    static Stream<Arguments> faults() {
        return Fault.tried().flatMap(fault -> Stream.of(Moment.values()).map(moment -> Arguments.of(fault, moment)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whicheverCallFailsItGoesOn(Fault fault, Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new CountingScene(FIVE_OF_EACH);
            scene.faults().failCall(call, moment, fault.exception());
            scene.become(THREE);
            if (scene.faults().pending()) {
                assertTrue(call > 20, "something is called: " + call);
                return;
            }
            assertIs(THREE, scene, "call " + call);
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBack() {
        for (var before : BEFORE) {
            for (int looks = 1; looks < LOOKS; looks++) {
                var scene = new CountingScene(before);
                scene.begin(THREE, looks);
                scene.become(before);
                assertIs(before, scene, "after " + looks);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledAndThePersonChangesTheirMindItGoesBack(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new CountingScene(FIVE_OF_EACH);
            scene.faults().failCall(call, moment, new Cut());
            for (int looks = 0; looks < 60 && scene.faults().pending(); looks++) {
                scene.begin(THREE, 1);
            }
            if (scene.faults().pending()) {
                assertTrue(call > 20, "something is called: " + call);
                return;
            }
            scene.become(FIVE_OF_EACH);
            assertIs(FIVE_OF_EACH, scene, "call " + call);
        }
    }

    @Test
    void whicheverRedisOrSentinelIsKilledAfterWhicheverLookItGoesOnOrBack() {
        for (int looks = 0; looks < LOOKS; looks++) {
            for (int nth = looks % 3; nth < 10; nth += 3) {
                var scene = new CountingScene(FIVE_OF_EACH);
                scene.begin(THREE, looks);
                var services = scene.redisServices();
                if (nth < services.size()) {
                    scene.kill(services.get(nth));
                    var to = looks % 2 == 0 ? THREE : FIVE_OF_EACH;
                    scene.become(to);
                    assertIs(to, scene, services.get(nth) + " killed after " + looks);
                }
            }
        }
    }

    @Test
    void whereverAnotherModeIsAskedForItComes() {
        for (int looks = 0; looks < LOOKS; looks++) {
            var scene = new CountingScene(FIVE_OF_EACH);
            scene.begin(THREE, looks);
            var single = Sample.named("incr");
            scene.become(single);
            assertEquals(1, scene.redisServices().size(), "after " + looks);
            scene.assertCounted();
        }
    }

    /** Copies that are left from before are there when the mode is changed back, and go. */
    @Test
    void fewerThanAreLeftOfAChangeOfModeThatIsTakenBack() {
        for (int looks = 0; looks < LOOKS; looks++) {
            var scene = new CountingScene(FIVE_OF_EACH);
            scene.begin(Sample.named("incr"), looks);
            scene.become(THREE);
            assertIs(THREE, scene, "after " + looks);
        }
    }

    /** Nobody goes, and what was begun is ended: one leads, and the sentinels elect. */
    @Test
    void whereverItIsSuspendedNobodyElseGoes() {
        for (int looks = 0; looks < LOOKS; looks++) {
            var scene = new CountingScene(FIVE_MEMBERS);
            scene.leads("incr-redis-5");
            scene.begin(THREE, looks);
            scene.begin(THREE.suspended(), 3);
            var there = scene.redisServices();
            scene.looks(10);
            assertEquals(there, scene.redisServices(), "after " + looks);
            assertEquals(1, scene.redis().leaders().size(), "after " + looks);
            assertTrue(scene.redis().elect(), "after " + looks);
            scene.assertCounted();
        }
    }

    @Test
    void afterWhicheverLookItIsBackedUpAndRestoredWhileItGoesOn() {
        for (int looks = 0; looks < LOOKS; looks++) {
            var scene = new CountingScene(FIVE_MEMBERS);
            scene.leads("incr-redis-5");
            scene.begin(THREE, looks);
            scene.backsUp(3);
            scene.restores(1_000, 3);
            scene.become(THREE);
            scene.assertCounted();
        }
    }

    private static void assertIs(Sample sample, CountingScene scene, String when) {
        var asked = (Topology.Sentinel) sample.topology();
        assertEquals(asked.members(), members(scene).size(), when);
        assertEquals(
                asked.sentinels(),
                scene.redisServices().stream()
                        .filter(s -> s.contains("sentinel"))
                        .count(),
                when);
        assertTrue(scene.env("incr-app").contains("REDIS_REPLICAS=" + (asked.members() - 1)), when);
        assertTrue(scene.redis().elect(), when);
        scene.assertCounted();
    }

    private static List<String> members(CountingScene scene) {
        return scene.redisServices().stream().filter(s -> s.contains("redis")).toList();
    }
}
