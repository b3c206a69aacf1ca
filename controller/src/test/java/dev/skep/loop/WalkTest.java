package dev.skep.loop;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.Topology;
import dev.skep.swarm.Faults.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One manifest edited over and over while it counts, each edit whenever the one before has come to pass or in the middle of it, and
 * the controller, a Redis, a sentinel or an app task killed meanwhile. Each sum that is told on the way is what was counted. All follows
 * from the seed, which a failure tells.
 */
final class WalkTest {
    private static final int EDITS = 30;

    /** More than a change takes: so that an edit comes in the middle of the one before as often as not. */
    private static final int LOOKS = 30;

    private static final List<String> APPS = List.of("skep/incrementor:1.0.0", "skep/incrementor:1.1.0");
    private static final List<String> IMAGES = List.of("redis:7", "redis:8", "valkey:8");

    @AutoClose
    final Log log = Log.open();

    private final List<String> walked = new ArrayList<>();

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingOfTheCountIsLostHoweverItIsEditedAndWhoeverIsKilledMeanwhile(int seed) {
        try {
            walk(new Random(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + String.join("; ", walked), e);
        }
    }

    private void walk(Random random) {
        var sample = Sample.named("incr");
        var scene = new SummingScene(sample);
        for (int edit = 0; edit < EDITS; edit++) {
            sample = edited(sample, random);
            suffer(scene, random);
            int looks = random.nextInt(LOOKS);
            walked.add("%s for %d looks".formatted(words(sample), looks));
            scene.begin(sample, looks);
            if (random.nextBoolean()) {
                scene.become(sample);
            }
        }
        scene.become(sample);
    }

    private static Sample edited(Sample now, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> now.withTopology(new Topology.Single());
            case 1 -> copies(now, 2 + random.nextInt(4), 3);
            case 2 -> copies(now, 3, random.nextBoolean() ? 3 : 5);
            case 6 -> copies(now, 2 + random.nextInt(4), 3 + random.nextInt(3));
            case 7 -> now.perReplica();
            case 3 -> now.withRedisImage(one(IMAGES, random));
            case 4 -> now.withReplicas(1 + random.nextInt(4));
            default -> now.withImage(one(APPS, random));
        };
    }

    private static Sample copies(Sample now, int members, int sentinels) {
        return now.withTopology(new Topology.Sentinel(members, sentinels, sentinels / 2 + 1, Duration.ofSeconds(1)));
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String words(Sample sample) {
        return "%s, %s, %s, %d tasks"
                .formatted(sample.topology(), sample.redisImage(), sample.image(), sample.replicas());
    }

    /** One fault at a time, or none. */
    private void suffer(SummingScene scene, Random random) {
        if (scene.faults().pending()) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                int call = 1 + random.nextInt(60);
                var moment = one(List.of(Moment.values()), random);
                walked.add("the controller dies %s call %d".formatted(moment, call));
                scene.faults().failCall(call, moment, new Cut());
            }
            case 1 -> {
                var service = one(scene.countersAndSentinels(), random);
                walked.add(service + " dies");
                scene.kill(service);
            }
            case 2 -> {
                walked.add("a task of the app dies");
                scene.kill("incr-app");
            }
            default -> {}
        }
    }
}
