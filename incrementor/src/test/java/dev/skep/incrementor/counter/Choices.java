package dev.skep.incrementor.counter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Decides wherever a simulated run could go several ways, of which number 0 is always the undisturbed one. By chance from a
 * seed, or exactly as it is told, and then undisturbed: in both cases the same run comes again from what {@link #toString} says.
 */
public final class Choices {
    private static final int DISTURBED_OF_A_HUNDRED = 12;

    private final String origin;
    private final List<Integer> told;
    private final Random chance;
    private final boolean bySeed;
    private final List<Integer> made = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();
    private boolean calm;

    private Choices(String origin, List<Integer> told, Random chance, boolean bySeed) {
        this.origin = origin;
        this.told = told;
        this.chance = chance;
        this.bySeed = bySeed;
    }

    /** By chance, mostly undisturbed. */
    public static Choices seeded(long seed) {
        return new Choices("seed " + seed, List.of(), new Random(seed), true);
    }

    /** As told; what no choice is about, such as how long to pause, is the same each time. */
    public static Choices told(List<Integer> told) {
        return new Choices("choices " + told, List.copyOf(told), new Random(0), false);
    }

    /** One of so many. */
    public int choose(int number) {
        if (calm) {
            return 0;
        }
        var index = made.size();
        var choice = bySeed ? byChance(number) : index < told.size() ? told.get(index) : 0;
        made.add(choice);
        options.add(number);
        return choice;
    }

    private int byChance(int number) {
        return chance.nextInt(100) < DISTURBED_OF_A_HUNDRED ? chance.nextInt(number) : 0;
    }

    /** From now on nothing is disturbed any more. */
    public void calmDown() {
        calm = true;
    }

    /** For what no run is disturbed by, such as how long a pause is. */
    public Random chance() {
        return chance;
    }

    /** How often it chose what disturbs. */
    public int disturbances() {
        return (int) made.stream().filter(choice -> choice != 0).count();
    }

    /** All runs that are told one choice more than this one was, later than the last that it was told. */
    public List<List<Integer>> furtherRuns() {
        var further = new ArrayList<List<Integer>>();
        for (var index = told.size(); index < made.size(); index++) {
            for (var choice = 1; choice < options.get(index); choice++) {
                var next = new ArrayList<>(made.subList(0, index));
                next.add(choice);
                further.add(next);
            }
        }
        return further;
    }

    @Override
    public String toString() {
        return origin;
    }
}
