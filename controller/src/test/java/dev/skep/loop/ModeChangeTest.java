package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SimulatedRedis;
import java.util.List;
import java.util.stream.Stream;
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
        var scene = new Scene(SINGLE);
        scene.become(SENTINEL);
        assertEquals(List.of("incr-redis-1"), scene.redis.leaders());
        assertEquals(
                List.of(
                        "incr-redis-1",
                        "incr-redis-2",
                        "incr-redis-3",
                        "incr-sentinel-1",
                        "incr-sentinel-2",
                        "incr-sentinel-3"),
                scene.redisServices());
        assertTrue(scene.redis.elect());
        scene.assertCounted();
    }

    @Test
    void theLastThatStaysHasAllBeforeTheOthersGoAndNoNumberIsUsedTwice() {
        var scene = new Scene(SENTINEL);
        scene.become(SINGLE);
        assertEquals(List.of("incr-redis-1"), scene.redisServices());
        assertEquals(List.of("incr-redis-1"), scene.redis.leaders());
        assertFalse(scene.redis.elect());
        scene.become(SENTINEL);
        assertEquals(
                List.of("incr-redis-1", "incr-redis-4", "incr-redis-5"),
                scene.redisServices().stream().filter(s -> s.contains("redis")).toList());
        scene.assertCounted();
    }

    @Test
    void noRedisIsRestarted() {
        var scene = new Scene(SINGLE);
        var before = scene.tasks("incr-redis-1");
        scene.become(SENTINEL);
        scene.become(SINGLE);
        assertEquals(before, scene.tasks("incr-redis-1"));
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledItGoesOn(Moment moment) {
        for (var edit : List.of(List.of(SINGLE, SENTINEL), List.of(SENTINEL, SINGLE))) {
            var whole = new Scene(edit.getFirst());
            whole.become(edit.getLast());
            for (int call = 1; ; call++) {
                var cut = new Scene(edit.getFirst());
                cut.swarm.faults().failCall(call, moment, new Cut());
                cut.become(edit.getLast());
                if (cut.swarm.faults().pending()) {
                    assertTrue(call > 20, "something is called");
                    break;
                }
                assertEquals(whole.redisServices(), cut.redisServices(), "call " + call);
                assertEquals(whole.redis.elect(), cut.redis.elect(), "call " + call);
                cut.assertCounted();
            }
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBack() {
        for (var edit : List.of(List.of(SINGLE, SENTINEL), List.of(SENTINEL, SINGLE))) {
            for (int passes = 1; passes < 25; passes++) {
                var scene = new Scene(edit.getFirst());
                scene.begin(edit.getLast(), passes);
                scene.become(edit.getFirst());
                assertEquals(
                        edit.getFirst().equals(SENTINEL) ? 3 : 1,
                        scene.redisServices().stream()
                                .filter(s -> s.contains("redis"))
                                .count(),
                        "after " + passes);
                assertEquals(edit.getFirst().equals(SENTINEL), scene.redis.elect(), "after " + passes);
                scene.assertCounted();
            }
        }
    }

    /** A manifest that counts at every look. */
    private static final class Scene {
        private static final int ENOUGH = 120;

        private final FakeSwarm swarm = new FakeSwarm(3);
        private final SimulatedRedis redis = swarm.redis();
        private final Folder folder = new Folder();
        private final Passes passes = new Passes(swarm, folder, Edit.Before.KEY, _ -> redis);
        private long counted;

        Scene(Sample sample) {
            become(sample);
            assertTrue(counted > 0, "it counts");
        }

        void begin(Sample sample, int looks) {
            folder.holds(sample);
            for (int i = 0; i < looks; i++) {
                pass();
            }
        }

        void become(Sample sample) {
            folder.holds(sample);
            for (int looks = 0; looks < ENOUGH; looks++) {
                pass();
                if (arrived(sample)) {
                    return;
                }
            }
            throw new AssertionError("it never becomes so: " + plan() + swarm.names() + passes.failures());
        }

        private void pass() {
            passes.pass();
            if (redis.count()) {
                counted++;
            }
        }

        private boolean arrived(Sample sample) {
            Observed observed;
            try {
                observed = swarm.observe();
            } catch (Cut e) {
                return false; // nobody was at work
            }
            var wanted = Wanted.of(sample.name(), folder.get(), observed, Edit.Before.KEY.fingerprint());
            return wanted.plan().isEmpty()
                    && wanted.plan().waits().isEmpty()
                    && redis.elect() == sample.equals(SENTINEL)
                    && wanted.desired().services().stream().allMatch(d -> observed.service(d.name())
                            .filter(s -> observed.runs(s, d.templateHash()))
                            .isPresent());
        }

        private Object plan() {
            return Wanted.of("incr", folder.get(), swarm.observe(), Edit.Before.KEY.fingerprint())
                    .plan();
        }

        void assertCounted() {
            assertEquals(1, redis.leaders().size());
            assertEquals(counted, redis.counted(redis.leaders().getFirst()));
        }

        List<String> redisServices() {
            return swarm.observe().servicesOf("incr").stream()
                    .map(ObservedService::name)
                    .filter(n -> Stream.of("redis", "sentinel").anyMatch(n::contains))
                    .sorted()
                    .toList();
        }

        List<String> tasks(String service) {
            var observed = swarm.observe();
            return observed.tasksOf(observed.service(service).orElseThrow()).stream()
                    .map(t -> t.id())
                    .toList();
        }
    }
}
