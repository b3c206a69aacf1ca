package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import dev.skep.e2e.Walk.Stretch;
import dev.skep.e2e.Walk.Victim;
import dev.skep.e2e.Walk.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One manifest edited over and over while clients count, mostly in the middle of the edit before, and the controller, a Redis, a
 * sentinel or an app task killed meanwhile. {@code SKEP_SEED=7,9} or {@code SKEP_SEED=5-12} walks these ways alone.
 */
@OnTheLab
class WalkIT {
    /** Short as it is, by way of all modes, and the controller and a Redis are killed. */
    private static final String ONE_WAY = "292";

    private static final String ALL_WAYS = "1-20";
    private static final int SHORT = 5;
    private static final int LONG = 30;

    private final Scene scene;
    /** What was done, and when since the first edit. */
    private final List<String> walked = new ArrayList<>();

    private String name = "";

    WalkIT(Scene scene) {
        this.scene = scene;
    }

    static IntStream seeds() {
        var seeds = setting("SKEP_SEED").orElse(all() ? ALL_WAYS : ONE_WAY);
        return Stream.of(seeds.split(",", -1))
                .map(range -> range.split("-", -1))
                .flatMapToInt(range ->
                        IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1])));
    }

    private static boolean all() {
        return "yes".equals(System.getenv("SKEP_ALL"));
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(s -> !s.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingOfTheCountIsLostHoweverItIsEditedAndWhoeverIsKilledMeanwhile(int seed) {
        name = "t-walk-" + seed;
        walked.clear();
        System.out.println("walk: seed " + seed);
        var walk = Walk.of(seed, all() || setting("SKEP_SEED").isPresent() ? LONG : SHORT);
        var began = Instant.now();
        try (var way = new Way(walk, manifest(name).via("gateway", 18201))) {
            way.walk();
        } catch (AssertionError | RuntimeException e) {
            keepLogs(began);
            throw new AssertionError("SKEP_SEED=" + seed + ": " + String.join("; ", walked), e);
        }
    }

    @AfterEach
    void remove() {
        scene.delete(name);
        scene.awaitDeleted(name);
    }

    /** What the containers said that are still there. */
    private void keepLogs(Instant since) {
        var folder = Lab.root().resolve("e2e/target/" + name);
        var services = Stream.concat(scene.swarm().services(name).stream(), Stream.of(Swarm.CONTROLLER));
        try {
            Files.createDirectories(folder);
            for (var service : services.toList()) {
                Files.writeString(
                        folder.resolve(service + ".log"), scene.swarm().log(service, since));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("walk: what its containers said is in " + folder);
    }

    /** A walk that is gone, while clients count. */
    private final class Way implements AutoCloseable {
        private final Walk walk;
        private final ManifestText manifest;
        private final Stage stage;
        private final Excused excused = new Excused();
        private final Counter counter;
        private final Ledger ledger;
        private final Sums sums;
        private final long began;
        private Wish wish;

        Way(Walk walk, ManifestText manifest) {
            this.walk = walk;
            this.manifest = manifest;
            this.stage = new Stage(scene, manifest);
            this.wish = walk.first();
            this.counter = scene.start(wish.manifest(manifest));
            this.began = System.nanoTime();
            tell("from " + wish);
            this.ledger = Ledger.open(counter);
            this.sums = new Sums(counter, ledger, excused);
        }

        void walk() {
            ledger.awaitAnswers(50);
            walk.stretches().forEach(this::take);
            awaitReady();
            eventually("what is not asked for any more has gone", this::assertNothingElse);
            assertRight();
            excused.end();
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            tally.assertSumBalanced();
            assertRight();
            assertEachTaskTells(tally.after());
        }

        private void take(Stretch stretch) {
            wish = stretch.wish();
            tell(wish.toString());
            if (stretch.restarts()) {
                excused.begin();
            }
            scene.edit(wish.manifest(manifest));
            rest(stretch.before());
            kill(stretch.victim(), stretch.which());
            rest(stretch.after());
            if (stretch.untilReady()) {
                awaitReady();
                excused.end();
            }
            assertRight();
        }

        private void rest(Duration time) {
            Fault.rest(System.nanoTime() + time.toNanos());
        }

        /** All tasks, too, are seen to answer by the gateways. */
        private void awaitReady() {
            tell("until it is ready");
            scene.awaitReady(manifest.name());
            ledger.awaitAnswers(100);
            tell("ready");
        }

        private void assertRight() {
            sums.assertRight();
            assertEquals(List.of(), excused.without(ledger.failures()));
        }

        private void kill(Victim victim, int which) {
            var found =
                    switch (victim) {
                        case NOBODY -> List.<Container>of();
                        case CONTROLLER -> scene.swarm().containers(Swarm.CONTROLLER);
                        case APP -> stage.apps();
                        case REDIS -> stage.members();
                        case SENTINEL -> stage.sentinels();
                    };
            if (found.isEmpty()) {
                return;
            }
            var killed = found.get(which % found.size());
            var service = victim == Victim.CONTROLLER ? Swarm.CONTROLLER : stage.service(killed);
            var role = victim == Victim.REDIS
                    ? Stage.role(killed).lines().findFirst().orElse("who is silent")
                    : "";
            if (victim == Victim.APP || (victim == Victim.REDIS && !role.equals("slave"))) {
                excused.begin();
            }
            var said = killed.node().docker().attempt("kill", killed.id()); // it may just have ended
            tell("%s %s %s".formatted(service, role, said.exit() == 0 ? "is killed" : "had ended"));
            eventually(
                    "the swarm knows that it has ended",
                    () -> assertFalse(scene.swarm().hasService(service)
                            && scene.swarm().containers(service).contains(killed)));
        }

        /** Of which slots are left of per-replica, Swarm chooses. */
        private void assertNothingElse() {
            var there = scene.swarm().components(manifest.name());
            int shards = there.getOrDefault("shard", 0);
            var redis =
                    switch (wish.mode()) {
                        case "single" -> Map.of("redis", 1);
                        case "sentinel" -> Map.of("redis", wish.members(), "sentinel", wish.sentinels());
                        default -> Map.of("shard", Math.max(shards, wish.replicas()));
                    };
            var all = new HashMap<>(redis);
            all.put("app", 1);
            all.put("gateway", 1);
            assertEquals(all, there);
            assertEquals(wish.replicas(), stage.apps().size());
        }

        /** Whichever is asked: each is. */
        private void assertEachTaskTells(long sum) {
            Map<String, Long> told = new HashMap<>();
            eventually("each task tells the sum", () -> {
                var answer = counter.get("/counter?scope=all");
                told.put(Counter.task(answer), Counter.number(answer));
                assertTrue(told.size() >= wish.replicas(), told::toString);
            });
            assertTrue(told.values().stream().allMatch(t -> t == sum), () -> sum + " is told otherwise: " + told);
        }

        private void tell(String what) {
            var line = "%.1f s %s".formatted((System.nanoTime() - began) / 1e9, what);
            walked.add(line);
            System.out.println("walk: " + line);
        }

        @Override
        public void close() {
            try (stage) {
                sums.close();
            } finally {
                ledger.close();
            }
        }
    }
}
