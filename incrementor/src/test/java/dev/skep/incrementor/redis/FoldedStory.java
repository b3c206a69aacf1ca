package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Choices;
import dev.skep.incrementor.redis.FoldedWorld.Design;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Some seconds in which a counter comes, is folded into the other, and often comes again, by chance from a seed. */
record FoldedStory(long seed, Design design) {
    private static final int LENGTH = 6_000;
    private static final int COUNTS = 30;
    private static final int SUMS = 50;

    static FoldedStory of(long seed) {
        return new FoldedStory(seed, Design.RIGHT);
    }

    /** What does not balance at its end. */
    List<String> problems() {
        var chance = new Random(~seed);
        var world = new FoldedWorld(design, Choices.seeded(seed), new Random(seed + 1));
        if (chance.nextInt(3) == 0) {
            world.tasksLinger();
        }
        var comes = chance.nextInt(1_000);
        var goes = comes + 500 + chance.nextInt(2_000);
        world.wantsAfter(millis(comes), true);
        world.wantsAfter(millis(goes), false);
        if (chance.nextBoolean()) {
            world.wantsAfter(millis(goes + 1 + chance.nextInt(2_000)), true);
        }
        for (var count = 0; count < COUNTS; count++) {
            world.countAfter(millis(chance.nextInt(LENGTH)), 1 + chance.nextInt(3));
        }
        for (var sum = 0; sum < SUMS; sum++) {
            world.addUpAfter(millis(chance.nextInt(LENGTH)));
        }
        return world.problemsAfter(millis(LENGTH));
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }
}
