package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.FaultsAnywhereTest.Fault;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.Topology;
import dev.skep.swarm.Faults.Moment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From several counters to one and back, while it counts: whoever tells a sum, at whatever moment, tells what was counted. */
final class CrossingTest {
    private static final Sample PER_REPLICA = Edit.Before.PER_REPLICA;
    private static final Sample SINGLE = PER_REPLICA.withTopology(new Topology.Single());
    private static final Sample SENTINEL = PER_REPLICA.sentinel();

    /** More than a change takes. */
    private static final int LOOKS = 40;

    @AutoClose
    final Log log = Log.open();

    static Stream<Arguments> edits() {
        return Stream.of(SINGLE, SENTINEL)
                .flatMap(one -> Stream.of(Arguments.of(PER_REPLICA, one), Arguments.of(one, PER_REPLICA)));
    }

    static Stream<Arguments> cuts() {
        return edits().flatMap(e -> Stream.of(Moment.values()).map(m -> Arguments.of(e.get()[0], e.get()[1], m)));
    }

    /** By way of single it is the same calls twice: there the controller is only killed. */
    static Stream<Arguments> faults() {
        return cuts().flatMap(e -> Fault.tried()
                .filter(f -> f == Fault.CONTROLLER_CRASHES || List.of(e.get()).contains(SINGLE))
                .map(f -> Arguments.of(e.get()[0], e.get()[1], f, e.get()[2])));
    }

    @Test
    void allThatTheShardsCountedIsInTheOneRedisAndTheyGo() {
        var scene = new SummingScene(PER_REPLICA);
        scene.become(SINGLE);
        assertEquals(List.of("incr-redis-1"), scene.redis());
        scene.become(PER_REPLICA);
        assertEquals(List.of("incr-shard-1-2", "incr-shard-2-2"), scene.redis());
        scene.become(SINGLE);
        assertEquals(List.of("incr-redis-2"), scene.redis());
        assertEquals(0, scene.uncounted(), "nobody had to wait");
    }

    @Test
    void whatTheOneRedisCountedIsInTheFirstShard() {
        var scene = new SummingScene(SINGLE);
        scene.become(PER_REPLICA);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1"), scene.redis());
    }

    /** They count in shards of their own there, and the lowest slots have theirs as well. */
    @ParameterizedTest
    @MethodSource("shared")
    void tasksThatSwarmLeftInHigherSlotsFindShardsThere(Sample shared) {
        var scene = new SummingScene(shared.withReplicas(4));
        scene.keepHighSlots();
        scene.become(shared.withReplicas(2));
        scene.begin(PER_REPLICA, LOOKS);
        assertEquals(List.of(), scene.holds());
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1", "incr-shard-3-1", "incr-shard-4-1"), scene.redis());
        assertEquals(0, scene.uncounted(), "nobody had to wait");
        scene.become(shared.withReplicas(2));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void fewerTasksInShardsOfTheirOwnAreSoWhicheverAreLeft(Sample shared) {
        var scene = new SummingScene(shared.withReplicas(4));
        scene.keepHighSlots();
        scene.begin(PER_REPLICA.withReplicas(1), 2 * LOOKS);
        assertEquals(List.of(), scene.holds());
        assertEquals(List.of("incr-shard-1-1", "incr-shard-4-1"), scene.redis());
        assertEquals(0, scene.uncounted(), "nobody had to wait");
    }

    static Stream<Sample> shared() {
        return Stream.of(SINGLE, SENTINEL);
    }

    static Stream<Arguments> rollouts() {
        return Stream.concat(edits(), Stream.of(Arguments.of(PER_REPLICA, PER_REPLICA.withReplicas(3))));
    }

    /** The Redis that it made are gone by then, and those of a next try would have other numbers. */
    @ParameterizedTest
    @MethodSource("rollouts")
    void whatWasRolledBackIsNotTriedAgain(Sample from, Sample to) {
        var scene = new SummingScene(from);
        scene.bad("broken:1");
        scene.begin(to.withImage("broken:1"), 2 * LOOKS);
        assertEquals(List.of("RolledBack"), scene.holds());
        var generations = scene.generations();
        scene.begin(to.withImage("broken:1"), LOOKS);
        assertEquals(List.of("RolledBack"), scene.holds());
        assertEquals(generations, scene.generations());
        scene.become(to);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whicheverCallFailsItGoesOn(Sample from, Sample to, Fault fault, Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new SummingScene(from);
            scene.faults().failCall(call, moment, fault.exception());
            scene.become(to);
            if (scene.faults().pending()) {
                assertTrue(call > 20, "something is called");
                return;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("edits")
    void whereverThePersonChangesTheirMindItGoesBackAndForthAgain(Sample from, Sample to) {
        for (int looks = 1; looks < LOOKS; looks++) {
            var scene = new SummingScene(from);
            scene.begin(to, looks);
            scene.become(from);
            scene.become(to);
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void whereverTheControllerIsKilledAndThePersonChangesTheirMindItGoesBack(Sample from, Sample to, Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new SummingScene(from);
            scene.faults().failCall(call, moment, new Cut());
            for (int looks = 0; looks < LOOKS && scene.faults().pending(); looks++) {
                scene.begin(to, 1);
            }
            if (scene.faults().pending()) {
                assertTrue(call > 20, "something is called");
                return;
            }
            scene.become(from);
        }
    }

    /** To the third mode, wherever it is on the way to the second. */
    @ParameterizedTest
    @MethodSource("edits")
    void whereverThePersonWantsTheThirdModeItGoesThere(Sample from, Sample to) {
        var third = Stream.of(SINGLE, SENTINEL, PER_REPLICA)
                .filter(s -> !s.equals(from) && !s.equals(to))
                .findFirst()
                .orElseThrow();
        for (int looks = 1; looks < LOOKS; looks++) {
            var scene = new SummingScene(from);
            scene.begin(to, looks);
            scene.become(third);
        }
    }

    @ParameterizedTest
    @MethodSource("edits")
    void whicheverRedisIsKilledAfterWhicheverLookItGoesOnAndBack(Sample from, Sample to) {
        for (int looks = 0; looks < LOOKS; looks++) {
            for (int nth = 0; nth < 4; nth++) {
                var scene = new SummingScene(from);
                scene.begin(to, looks);
                var services = scene.redis();
                if (nth < services.size()) {
                    scene.kill(services.get(nth));
                    scene.become((looks + nth) % 2 == 0 ? to : from);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("edits")
    void withMoreOrFewerReplicasInTheSameEdit(Sample from, Sample to) {
        var scene = new SummingScene(from);
        scene.become(to.withReplicas(4));
        scene.become(from.withReplicas(1));
        assertEquals(0, scene.uncounted(), "nobody had to wait");
    }
}
