package dev.skep.desired;

import java.util.Map;

/** An overlay network that should be. */
public record DesiredNetwork(String name, Map<String, String> labels, Reach reach) {
    /** Who reaches what is on it. */
    public enum Reach {
        /** Its tasks each other; they also reach beyond the swarm, and their node reaches them. */
        OUTWARD,
        /** Its tasks each other, and nobody else. */
        INTERNAL
    }
}
