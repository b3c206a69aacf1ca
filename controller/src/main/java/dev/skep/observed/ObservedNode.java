package dev.skep.observed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A node of the swarm.
 *
 * @param version for compare-and-set
 * @param address where other nodes, and users, reach it
 * @param spec its whole raw spec, for updates that drop nothing
 */
public record ObservedNode(
        String id,
        long version,
        String hostname,
        String address,
        boolean ready,
        boolean active,
        Map<String, String> labels,
        ObjectNode spec) {

    /** The same, with these labels besides its own; the spec is what was read. */
    ObservedNode withLabels(Map<String, String> more) {
        var all = new HashMap<>(labels);
        all.putAll(more);
        return new ObservedNode(id, version, hostname, address, ready, active, all, spec);
    }

    /** Whether it answers, and Swarm ends what runs here. */
    public boolean drained() {
        return ready && spec.path("Availability").asText().equals("drain");
    }

    /** Whether Swarm would start a task here now. */
    public boolean schedulable() {
        return ready && active;
    }
}
