package dev.skep.desired.topology;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shards that a manifest has, or had.
 *
 * @param numbers of the members of each, by its slot
 * @param holding the slots of those that hold something, or may, or will: they stay however few are asked for, until others have it
 */
public record Shards(SortedMap<Integer, Numbers> numbers, SortedSet<Integer> holding) {
    /** Where there never were any. */
    public static final Shards NONE = new Shards(new TreeMap<>(), new TreeSet<>());

    public Shards {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        holding = Collections.unmodifiableSortedSet(new TreeSet<>(holding));
    }

    /** With shards of these slots, too. */
    Shards and(Collection<Integer> slots) {
        var all = new TreeSet<>(holding);
        all.addAll(slots);
        return new Shards(numbers, all);
    }

    /** The shard of this slot: the one that there is, or one of a number that none had. */
    Group group(String manifest, int slot) {
        return Group.shard(
                manifest, slot, numbers.getOrDefault(slot, Numbers.NONE).take(1));
    }
}
