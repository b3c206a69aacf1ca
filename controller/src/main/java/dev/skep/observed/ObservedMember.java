package dev.skep.observed;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * A member of a group, and what it said of itself.
 *
 * @param persists whether what it counts reaches its disk, where it is to
 * @param lead who leads by itself, as its data say; empty: nobody does
 * @param fenced whether it takes writes only while a replica does, too
 * @param recalls for how long it has known nothing but what it read from its disk when it started; empty: it has taken
 *     writes, or copied a primary, since
 * @param rewrites whether it writes its append-only file anew: until that is done, its disk may lack what it has copied
 * @param saved who leads by itself, as was on the disk of its primary when that was last made sure of
 */
public record ObservedMember(
        Endpoint endpoint,
        Role role,
        Data data,
        boolean persists,
        Optional<String> lead,
        boolean fenced,
        Optional<Duration> recalls,
        boolean rewrites,
        Optional<String> saved) {
    /** The lead of a group whose sentinels elect. */
    public static final String SENTINELS = "sentinels";

    /** The lead of a group while its primary changes. */
    public static final String HANDOVER = "handover";

    /** What it is. */
    public sealed interface Role {}

    /** It takes writes. */
    public record Primary() implements Role {}

    /**
     * It copies.
     *
     * @param of the address that it follows
     * @param linked whether it is connected, and has all that it needs to go on
     */
    public record Replica(String of, boolean linked) implements Role {}

    /**
     * How far its data go. Members whose histories are one line can be compared.
     *
     * @param batches the sum of the numbers of all writers' latest batches: it grows with each that is counted
     * @param count decides once the writers are forgotten, an hour after the last of them counted
     * @param offset in the replication stream; begins anew when all restart
     */
    public record Data(long batches, long count, long offset) implements Comparable<Data> {
        private static final Comparator<Data> KNOWLEDGE = Comparator.comparingLong(Data::batches)
                .thenComparingLong(Data::count)
                .thenComparingLong(Data::offset);

        @Override
        public int compareTo(Data other) {
            return KNOWLEDGE.compare(this, other);
        }

        /** The same, wherever it began to count its stream. */
        public Data counted() {
            return new Data(batches, count, 0);
        }

        /** Whether it knows of something that the other does not. */
        public boolean knowsMoreThan(Data other) {
            return counted().compareTo(other.counted()) > 0;
        }
    }

    /** Its service. */
    public String service() {
        return endpoint.service();
    }

    /** Whether its data say that it leads, and nobody else may. */
    public boolean leadsByItself() {
        return lead.equals(Optional.of(service()));
    }

    /** Whether who leads was on the disk of its primary, where it has one, after that was said. */
    public boolean settled() {
        return lead.equals(saved);
    }

    /** Whether it could lead by itself once it has started: with snapshots, its last one says what was last saved. */
    public boolean mayLeadByItself() {
        return leadsByItself() || saved.equals(Optional.of(service()));
    }

    public boolean primary() {
        return role instanceof Primary;
    }

    /** Whether it follows that address, directly and with a link that is up. */
    public boolean follows(String address) {
        return role instanceof Replica(var of, var linked) && linked && of.equals(address);
    }

    /** Whom it follows, or tries to. */
    public Optional<String> following() {
        return role instanceof Replica replica ? Optional.of(replica.of()) : Optional.empty();
    }
}
