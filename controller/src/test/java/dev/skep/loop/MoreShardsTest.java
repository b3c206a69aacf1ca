package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shards are added while it counts: no task counts where a sum would not look, and none is replaced for it. */
final class MoreShardsTest {
    private static final Sample TWO = Edit.Before.PER_REPLICA;
    private static final Sample FOUR = TWO.withReplicas(4);
    private static final int ENOUGH = 120;

    @AutoClose
    final Log log = Log.open();

    @Test
    void eachGroupIsToldOfAllAtTheFirstStart() {
        var scene = new Scene();
        assertEquals(2, scene.shares().size());
        scene.shares()
                .forEach(share -> assertEquals(
                        scene.births(),
                        share.listed().orElseThrow().births().values().stream().collect(Collectors.toSet())));
    }

    @Test
    void nobodyCountsBeforeAllKnowOfIt() {
        var scene = new Scene();
        var before = scene.tasks();
        scene.become(FOUR);
        assertTrue(scene.tasks().containsAll(before), "no task was replaced");
        assertEquals(4, scene.births().size());
    }

    @ParameterizedTest
    @EnumSource
    void soItIsWhereverTheControllerIsKilled(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new Scene();
            scene.swarm.faults().failCall(call, moment, new Cut());
            scene.become(FOUR);
            if (scene.swarm.faults().pending()) {
                assertTrue(call > 4, "something is called");
                return;
            }
        }
    }

    /** Back to two before it is done, wherever: nothing of it is in the way. */
    @Test
    void theManifestIsEditedBackInTheMiddle() {
        for (int passes = 1; passes < 12; passes++) {
            var scene = new Scene();
            scene.folder.holds(FOUR);
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            scene.become(TWO);
            scene.become(FOUR);
        }
    }

    /** The lists that are there know of two, and more are to count at once. */
    @Test
    void anAppThatIsMadeAnewWithMoreTasksWaitsForTheListsAsWell() {
        var scene = new Scene();
        new Town(scene.swarm).removeService("incr-app");
        scene.become(FOUR);
        scene.folder.holds(Edit.Before.OTHER);
        scene.passes.converge();
        scene.become(TWO.withReplicas(6));
    }

    /** Its disk is full, and it answers what is read: whatever mends it must not wait for it. */
    @Test
    void aShardThatTakesNoWritesHoldsUpNothingButMoreTasks() {
        var scene = new Scene();
        scene.swarm.refuse("incr-shard-2-1");
        scene.folder.holds(FOUR.withImage("skep/incrementor:2"));
        for (int pass = 0; pass < 40; pass++) {
            scene.pass();
        }
        var app = scene.observed().service("incr-app").orElseThrow();
        assertTrue(app.spec().toString().contains("skep/incrementor:2"));
        assertEquals(2, scene.tasks().size());
        assertTrue(scene.passes.failures().toString().contains("incr-shard-2-1"), "and it is told");
    }

    private static final class Scene {
        private final FakeSwarm swarm = new FakeSwarm(3);
        private final Folder folder = new Folder();
        private final Passes passes = new Passes(swarm, folder, Edit.Before.KEY);

        Scene() {
            become(TWO);
        }

        void become(Sample sample) {
            folder.holds(sample);
            for (int pass = 0; pass < ENOUGH; pass++) {
                pass();
                if (arrived(sample)) {
                    return;
                }
            }
            throw new AssertionError("it never becomes so: " + swarm.names() + passes.failures());
        }

        private boolean arrived(Sample sample) {
            var shares = shares();
            return tasks().size() == sample.desired().replicas()
                    && shares.stream().allMatch(s -> s.listed().isPresent())
                    && allListed() == shares.size();
        }

        void pass() {
            passes.pass();
            var observed = observed();
            var counting = observed.service("incr-app").stream()
                    .mapToLong(observed::wanted)
                    .sum();
            if (shares().stream().anyMatch(s -> s.listed().isPresent())) {
                assertTrue(counting <= allListed(), "more count than are known to all: " + shares());
            }
        }

        /** Whatever goes wrong is the controller's, and not of who looks at it. */
        private Observed observed() {
            try {
                return swarm.observe();
            } catch (Cut e) {
                return swarm.observe();
            }
        }

        Set<String> tasks() {
            var observed = observed();
            return observed.service("incr-app").stream()
                    .flatMap(s -> observed.staying(s).stream())
                    .map(ObservedTask::id)
                    .collect(Collectors.toSet());
        }

        List<ObservedShare> shares() {
            var observed = observed();
            return IntStream.rangeClosed(1, 9)
                    .mapToObj(slot -> "incr-shard-" + slot + "-1")
                    .filter(s -> observed.service(s).isPresent())
                    .flatMap(s -> swarm.redises().share(new Endpoint(s, "", "")).stream())
                    .toList();
        }

        Set<String> births() {
            return shares().stream().map(s -> s.run().orElseThrow().birth()).collect(Collectors.toSet());
        }

        /** So many groups are on all lists that were ever written. */
        long allListed() {
            return shares().stream()
                    .filter(s -> s.run().isPresent())
                    .filter(s -> shares().stream()
                            .filter(other -> other.listed().isPresent())
                            .allMatch(other -> other.listed()
                                    .orElseThrow()
                                    .births()
                                    .containsValue(s.run().orElseThrow().birth())))
                    .count();
        }
    }
}
