package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Choices;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.redis.SimulatedCluster.Kind;
import dev.skep.incrementor.redis.SimulatedWorld.Design;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A few seconds in which clients ask several apps, by chance from a seed; and what happens to them meanwhile. */
record Story(long seed, Design design, int visits) {
    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final int MOST_TO_RESTORE = 1_500;
    private static final List<Duration> PATIENCE =
            List.of(Duration.ofMillis(700), Duration.ofSeconds(2), Duration.ofSeconds(8));

    static Story of(Kind kind, long seed) {
        var chance = new Random(seed);
        var patience = PATIENCE.get(chance.nextInt(PATIENCE.size()));
        return new Story(seed, Design.ofTheApp(kind, 1 + chance.nextInt(3), patience), 10 + chance.nextInt(20));
    }

    Story with(UnaryOperator<Design> change) {
        return new Story(seed, change.apply(design), visits);
    }

    /** What does not balance at its end. */
    List<String> problems() {
        return problems(Choices.seeded(seed));
    }

    List<String> problems(Choices choices) {
        var world = new SimulatedWorld(design, choices);
        var chance = new Random(~seed);
        for (var visit = 0; visit < visits; visit++) {
            var when = Duration.ofMillis(chance.nextInt((int) LENGTH.toMillis()));
            world.askAfter(when, chance.nextInt(design.apps()), operation(chance), 1 + chance.nextInt(4));
        }
        if (chance.nextBoolean()) {
            var backup = chance.nextInt((int) LENGTH.toMillis());
            var restore = backup + chance.nextInt(MOST_TO_RESTORE);
            var again = restore + chance.nextInt(MOST_TO_RESTORE);
            world.backUpAndRestore(Duration.ofMillis(backup), Duration.ofMillis(restore), Duration.ofMillis(again));
        }
        if (chance.nextInt(4) == 0) {
            var close = chance.nextInt((int) LENGTH.toMillis());
            var open = close + chance.nextInt(MOST_TO_RESTORE);
            world.closeAndOpen(Duration.ofMillis(close), Duration.ofMillis(open));
        }
        return world.problemsAfter(LENGTH);
    }

    private static Operation operation(Random chance) {
        return switch (chance.nextInt(10)) {
            case 0 -> Operation.RESET;
            case 1, 2 -> Operation.READ;
            default -> Operation.INCREMENT;
        };
    }
}
