package dev.skep.desired.topology;

import java.util.Comparator;

/**
 * One Redis of a group.
 *
 * @param number from 1
 */
public record Member(Group group, int number) {
    /** By their numbers: names that differ in these only, so the shorter one is the smaller. */
    public static final Comparator<String> IN_ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** Its service, and its volume. */
    public String service() {
        return group.alias() + "-" + number;
    }
}
