package dev.skep.desired.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The numbers of the members of a group.
 *
 * @param live of those whose volumes count, in order
 * @param stay so many of these, from the lowest, stay however few are asked for: up to the highest that has run
 * @param used the highest that there ever was: none is used twice
 * @param ofOld of those whose node's label says how they are written as it did before
 */
public record Numbers(List<Integer> live, int stay, int used, Set<Integer> ofOld) {
    /** Of a group that never was. */
    public static final Numbers NONE = new Numbers(List.of(), 0, 0, Set.of());

    public Numbers {
        live = List.copyOf(live);
        ofOld = Set.copyOf(ofOld);
    }

    /** Of one member. */
    static Numbers of(int number, List<Integer> live) {
        return new Numbers(live, 0, number, Set.of());
    }

    /** Of both. */
    Numbers and(Numbers others) {
        var all = Stream.concat(live.stream(), others.live.stream()).sorted().toList();
        return new Numbers(all, 0, Math.max(used, others.used), Set.of());
    }

    /** The same, of which so many stay. */
    Numbers staying(int number) {
        return new Numbers(live, number, used, ofOld);
    }

    /** The same, where of those that live only this one is of account. */
    public Numbers only(int number) {
        return new Numbers(List.of(number), stay, used, ofOld);
    }

    /** The same, where one comes next that never was. */
    public Numbers next() {
        return new Numbers(List.of(), stay, used, ofOld);
    }

    /** So many: the lowest that live, and as many new ones as are missing. */
    List<Integer> take(int size) {
        var taken = new ArrayList<>(live.stream().limit(size).toList());
        for (int next = used + 1; taken.size() < size; next++) {
            taken.add(next);
        }
        return List.copyOf(taken);
    }
}
