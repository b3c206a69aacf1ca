package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.skep.incrementor.counter.Choices;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.redis.SimulatedCluster.Kind;
import dev.skep.incrementor.redis.SimulatedWorld.Design;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * The app's own code from the counter down to Jedis and its script, in simulated time, against what network, Redis and
 * processes may do to it (docs/exactly-once.md). A failure names its seed or its choices: {@code Story.of(kind,
 * seed).problems()} and {@code briefly(kind, Choices.told(choices))} are the same run again.
 */
@Timeout(180)
@ExtendWith(InVirtualThread.class)
final class ModelTest {
    private static final Logger APP = (Logger) LoggerFactory.getLogger("dev.skep.incrementor");
    private static final int SEEDS = 2_000;
    private static final Duration MOMENT = Duration.ofMillis(20);

    private static Level level;

    @BeforeAll
    static void beQuiet() {
        level = APP.getLevel();
        APP.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        APP.setLevel(level);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostOrDoubledInThousandsOfStories(Kind kind) {
        for (var seed = 0; seed < SEEDS; seed++) {
            assertEquals(List.of(), Story.of(kind, seed).problems(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostOrDoubledWhereverOneOrTwoThingsGoWrong(Kind kind) {
        var runs = new ArrayDeque<List<Integer>>();
        runs.add(List.of());
        while (!runs.isEmpty()) {
            var choices = Choices.told(runs.remove());
            assertEquals(List.of(), briefly(kind, choices), choices::toString);
            if (choices.disturbances() < 2) {
                runs.addAll(choices.furtherRuns());
            }
        }
    }

    /** One app: two clients count, one sets back, one counts, one reads. */
    private static List<String> briefly(Kind kind, Choices choices) {
        var world = new SimulatedWorld(Design.ofTheApp(kind, 1, Duration.ofMillis(700)), choices);
        world.askAfter(MOMENT, 0, Operation.INCREMENT, 2);
        world.askAfter(MOMENT.multipliedBy(2), 0, Operation.RESET, 1);
        world.askAfter(MOMENT.multipliedBy(2), 0, Operation.INCREMENT, 1);
        world.askAfter(MOMENT.multipliedBy(3), 0, Operation.READ, 1);
        return world.problemsAfter(MOMENT.multipliedBy(4));
    }

    @ParameterizedTest
    @MethodSource("dev.skep.incrementor.redis.Mistake#all")
    void eachMistakeIsSeen(Mistake mistake) {
        var seen = LongStream.range(0, SEEDS)
                .mapToObj(seed ->
                        Story.of(mistake.kind(), seed).with(mistake.made()).problems())
                .filter(problems -> !problems.isEmpty())
                .findFirst();
        assertTrue(seen.isPresent(), "the model does not see it");
    }

    @Test
    void whatRedisHasForgottenAfterTwoHoursIsNotCountedAgain() {
        for (var step = 0; step < 6; step++) {
            assertEquals(List.of(), afterAnOutage(Duration.ofSeconds(5), step), "step " + step);
        }
    }

    /** Why a request waits ten minutes at most. */
    @Test
    void aRequestThatWaitedLongerThanRedisRemembersWouldBeCountedTwice() {
        assertNotEquals(List.of(), afterAnOutage(Duration.ofHours(3), 1));
    }

    /** Redis goes away for two hours just when a batch is under way: a step is half of the way to it. */
    private static List<String> afterAnOutage(Duration patience, int step) {
        var world = new SimulatedWorld(Design.ofTheApp(Kind.SINGLE, 1, patience), Choices.told(List.of()));
        world.askAfter(MOMENT, 0, Operation.INCREMENT, 1);
        world.askAfter(MOMENT.multipliedBy(2), 0, Operation.INCREMENT, 2);
        var begin = MOMENT.multipliedBy(2)
                .plus(SimulatedConnection.HOP.multipliedBy(step).dividedBy(2));
        world.simulation().after(begin, () -> world.cluster().outage(Duration.ofHours(2)));
        return world.problemsAfter(Duration.ofHours(2));
    }

    @Test
    void theSameSeedIsTheSameRun() {
        var one = new SimulatedWorld(Design.ofTheApp(Kind.SENTINEL, 2, Duration.ofSeconds(2)), Choices.seeded(7));
        var two = new SimulatedWorld(Design.ofTheApp(Kind.SENTINEL, 2, Duration.ofSeconds(2)), Choices.seeded(7));
        for (var world : List.of(one, two)) {
            for (var ask = 0; ask < 40; ask++) {
                world.askAfter(MOMENT.multipliedBy(ask), ask % 2, Operation.INCREMENT, 1 + ask % 3);
            }
            assertEquals(List.of(), world.problemsAfter(Duration.ofSeconds(1)));
        }
        assertEquals(one.asked(), two.asked());
    }
}
