package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * The sum of two counters, in simulated time as in {@link ModelTest}, while one is folded into the other by the controller's
 * own scripts (docs/exactly-once.md). A failure names its seed: {@code FoldedStory.of(seed).problems()} is the same run again.
 */
@Timeout(180)
@ExtendWith(InVirtualThread.class)
final class FoldedModelTest {
    private static final Logger APP = (Logger) LoggerFactory.getLogger("dev.skep.incrementor");
    private static final int SEEDS = 1_000;

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

    @Test
    void eachCountIsInASumOnceWhileOneComesAndGoes() {
        for (var seed = 0; seed < SEEDS; seed++) {
            assertEquals(List.of(), FoldedStory.of(seed).problems(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.skep.incrementor.redis.FoldMistake#all")
    void eachMistakeIsSeen(FoldMistake mistake) {
        var seen = LongStream.range(0, SEEDS)
                .mapToObj(seed -> new FoldedStory(seed, mistake.made()).problems())
                .filter(problems -> !problems.isEmpty())
                .findFirst();
        assertTrue(seen.isPresent(), "the model does not see it");
    }
}
