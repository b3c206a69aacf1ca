package dev.skep.observed;

import java.util.Optional;
import java.util.Set;

/**
 * A sentinel, and what it said.
 *
 * @param watches what it believes of the group; empty: it watches nothing of that name
 */
public record ObservedSentinel(Endpoint endpoint, Optional<Belief> watches) {
    /**
     * What it believes.
     *
     * @param primary the address of the primary
     * @param down whether it takes the primary for down
     * @param failingOver whether it is making another the primary at this moment
     * @param replicas the addresses of all replicas that it remembers
     * @param replicasUp those of them that it could make the primary
     * @param sentinels the addresses of the other sentinels that it knows
     * @param quorate whether enough of them are there to agree, and to allow a failover
     * @param quorum how many must agree
     */
    public record Belief(
            String primary,
            boolean down,
            boolean failingOver,
            Set<String> replicas,
            Set<String> replicasUp,
            Set<String> sentinels,
            boolean quorate,
            int quorum) {}

    /** Whether it wants so many to agree; one that watches nothing wants none. */
    public boolean wants(int quorum) {
        return watches.filter(b -> b.quorum() == quorum).isPresent();
    }

    /** Whether it watches this address. */
    public boolean watches(String address) {
        return watches.filter(b -> b.primary().equals(address)).isPresent();
    }
}
