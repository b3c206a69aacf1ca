package dev.skep.desired.topology;

/**
 * One Redis of a group.
 *
 * @param number from 1
 */
public record Member(Group group, int number) {
    /** Its service, and its volume. */
    public String service() {
        return group.alias() + "-" + number;
    }
}
