package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.BackupText;
import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shards are folded while it counts: whoever tells a sum by the app's rule, at whatever moment, tells what was counted. */
final class FewerShardsTest {
    private static final Sample TWO = Edit.Before.PER_REPLICA;
    private static final Sample FOUR = TWO.withReplicas(4);
    private static final int ENOUGH = 200;

    @AutoClose
    final Log log = Log.open();

    @Test
    void whatWasCountedIsInTheFirstAndTheOthersGo() {
        var scene = new Scene(FOUR);
        var before = scene.tasks();
        scene.become(TWO);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1"), scene.shards());
        assertTrue(before.containsAll(scene.tasks()), "no task was replaced");
        assertTrue(scene.nodeLabels().contains("aof-retired"), "their volumes are kept");
    }

    /** Its volume is not used again: what is in it is in another count. */
    @Test
    void whoComesAgainHasANumberThatNobodyHad() {
        var scene = new Scene(FOUR);
        scene.become(TWO);
        scene.become(FOUR);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1", "incr-shard-3-2", "incr-shard-4-2"), scene.shards());
        scene.become(TWO);
        scene.become(TWO.withReplicas(1));
        assertEquals(List.of("incr-shard-1-1"), scene.shards());
    }

    @ParameterizedTest
    @EnumSource
    void soItIsWhereverTheControllerIsKilled(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new Scene(FOUR);
            scene.swarm.faults().failCall(call, moment, new Cut());
            scene.become(TWO);
            if (scene.swarm.faults().pending()) {
                assertTrue(call > 10, "something is called");
                return;
            }
        }
    }

    /** Another number again before it is done, wherever: one that was closed counts anew, from 0. */
    @Test
    void theManifestIsEditedBackInTheMiddle() {
        for (int passes = 1; passes < 20; passes++) {
            var scene = new Scene(FOUR);
            scene.folder.holds(TWO);
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            scene.become(FOUR);
            scene.become(TWO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void andBackWhereverTheControllerIsKilled(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new Scene(FOUR);
            scene.swarm.faults().failCall(call, moment, new Cut());
            scene.folder.holds(TWO);
            for (int pass = 0; pass < 20 && scene.swarm.faults().pending(); pass++) {
                scene.pass();
            }
            if (scene.swarm.faults().pending()) {
                return;
            }
            scene.become(FOUR);
        }
    }

    /** A counter that is closed is in another, or will be: what is asked for waits until it has gone. */
    @Test
    void aBackupInTheMiddleHasEachCountOnce() {
        for (int passes = 1; passes < 16; passes++) {
            var scene = new Scene(FOUR);
            scene.folder.holds(TWO);
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            var least = scene.counted;
            var ask = Ask.backup("one", "incr", scene.seen.at());
            var config = ask.config();
            scene.swarm.createConfig(
                    config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
            for (int pass = 0; pass < ENOUGH && Answer.to(ask, scene.seen).isEmpty(); pass++) {
                scene.pass();
            }
            var answer = Answer.to(ask, scene.seen).orElseThrow();
            assertEquals(Answer.Kind.DONE, answer.kind(), answer::text);
            var read = assertInstanceOf(BackupText.Read.Sound.class, BackupText.read(answer.text()));
            var sum = read.backup().sum();
            assertTrue(least <= sum && sum <= scene.counted, () -> least + " to " + scene.counted + ": " + sum);
            scene.become(TWO);
        }
    }

    private static final class Scene {
        private final FakeSwarm swarm = new FakeSwarm(3);
        private final Folder folder = new Folder();
        private final Passes passes = new Passes(swarm, folder, Edit.Before.KEY);
        private long counted;
        private Observed seen = swarm.observe();

        Scene(Sample sample) {
            become(sample);
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
            var wanted = sample.desired().replicas();
            return slots().size() == wanted
                    && tasks().size() == wanted
                    && shards().size() == wanted
                    && slots().stream().allMatch(slot -> sum(address(slot)).isPresent());
        }

        /** Each task that still runs counts once, also one that is to end, and then each is asked. */
        void pass() {
            passes.pass();
            seen = observed();
            var slots = slots();
            for (var slot : slots) {
                var shard = found(address(slot));
                if (shard.isPresent() && swarm.count(shard.get().name())) {
                    counted++;
                }
            }
            for (var slot : slots) {
                sum(address(slot))
                        .ifPresent(sum -> assertEquals(counted, sum, () -> "in slot " + slot + ": " + shares()));
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
            return seen.service("incr-app").stream()
                    .flatMap(s -> seen.staying(s).stream())
                    .map(ObservedTask::id)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Set<Integer> slots() {
            return seen.service("incr-app").stream()
                    .flatMap(s -> seen.tasksOf(s).stream())
                    .filter(ObservedTask::running)
                    .map(ObservedTask::slot)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        List<String> shards() {
            return seen.servicesOf("incr").stream()
                    .filter(s -> s.label(Labels.COMPONENT).equals("redis"))
                    .map(ObservedService::name)
                    .sorted()
                    .toList();
        }

        String nodeLabels() {
            return seen.nodes().stream().map(n -> n.labels().values()).toList().toString();
        }

        private static String address(int slot) {
            return "incr-shard-" + slot + ":6379";
        }

        /** Who answers there. */
        private Optional<ObservedService> found(String address) {
            return seen.servicesOf("incr").stream()
                    .filter(s -> ("incr-" + s.label(Labels.GROUP) + ":6379").equals(address))
                    .filter(s -> !seen.staying(s).isEmpty())
                    .findFirst();
        }

        private Map<String, ObservedShare> shares() {
            return shards().stream().collect(Collectors.toMap(s -> s, this::share, (one, _) -> one, TreeMap::new));
        }

        private ObservedShare share(String service) {
            return swarm.redises().share(new Endpoint(service, "", "")).orElseThrow();
        }

        /** As the app adds up (Surveying); empty: it would wait. */
        private OptionalLong sum(String own) {
            var readings = new TreeMap<String, ObservedShare>();
            var next = new TreeSet<>(List.of(own));
            while (!next.isEmpty()) {
                var address = next.pollFirst();
                var there = found(address);
                if (there.isEmpty()) {
                    return OptionalLong.empty();
                }
                readings.put(address, share(there.get().name()));
                readings.values().stream()
                        .flatMap(r -> r.listed().stream())
                        .flatMap(l -> l.births().keySet().stream())
                        .filter(a -> !readings.containsKey(a))
                        .forEach(next::add);
            }
            return readings.get(own).listed().isPresent() && agree(readings)
                    ? OptionalLong.of(added(readings))
                    : OptionalLong.empty();
        }

        private static boolean agree(Map<String, ObservedShare> readings) {
            return readings.values().stream()
                    .flatMap(r -> r.listed().stream())
                    .flatMap(l -> l.births().entrySet().stream())
                    .allMatch(e -> readings.get(e.getKey())
                            .run()
                            .filter(r -> r.birth().equals(e.getValue()))
                            .isPresent());
        }

        private long added(Map<String, ObservedShare> readings) {
            var taken = new HashSet<String>();
            readings.values().forEach(r -> taken.addAll(r.took()));
            return readings.values().stream()
                    .filter(r ->
                            r.run().filter(run -> taken.contains(run.birth())).isEmpty())
                    .mapToLong(r -> swarm.counted(r.service()))
                    .sum();
        }
    }
}
