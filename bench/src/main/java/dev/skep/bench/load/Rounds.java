package dev.skep.bench.load;

import dev.skep.bench.run.BenchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The order in which things are measured that are to be compared: in turns, so that what changes on the machine meets all of
 * them, and each round begins with another one, so that none is always the one after a rest.
 */
public final class Rounds {
    private Rounds() {}

    /** One list for each round. */
    public static <T> List<List<T>> interleaved(List<T> subjects, int rounds) {
        var all = new ArrayList<List<T>>();
        for (int round = 0; round < rounds; round++) {
            var order = new ArrayList<>(subjects);
            Collections.rotate(order, -round);
            all.add(List.copyOf(order));
        }
        return List.copyOf(all);
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(Collection<? extends Number> figures) {
        if (figures.isEmpty()) {
            throw new BenchException("nothing was measured");
        }
        var sorted = figures.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
