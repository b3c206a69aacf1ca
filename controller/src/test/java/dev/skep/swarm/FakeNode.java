package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Json;
import dev.skep.observed.ObservedNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A node of a {@link FakeSwarm}, and what a test may do to it. */
public final class FakeNode {
    private final String id;
    private final String hostname;
    private final String address;
    private ObjectNode spec;
    private long version = 1;
    private boolean ready = true;
    private boolean ipvs = true;

    FakeNode(int number) {
        id = "node-id-" + number;
        hostname = "node" + number;
        address = "10.0.0." + number;
        var role = number == 1 ? "manager" : "worker";
        spec = Json.object("Role", role, "Availability", "active", "Labels", Map.of());
    }

    public String id() {
        return id;
    }

    /** Its machine is off, or on again. */
    public void ready(boolean now) {
        ready = now;
    }

    /** Whether its kernel has IPVS; it has unless a test says otherwise. */
    public void ipvs(boolean now) {
        ipvs = now;
    }

    /** What its operator set: active, pause or drain. */
    public void availability(String now) {
        spec.put("Availability", now);
        version++;
    }

    boolean paused() {
        return ready && spec.path("Availability").asText().equals("pause");
    }

    boolean drained() {
        return observed().drained();
    }

    boolean hasIpvs() {
        return ipvs;
    }

    boolean isReady() {
        return ready;
    }

    boolean schedulable() {
        return observed().schedulable();
    }

    void update(long expected, ObjectNode replacement) {
        if (expected != version) {
            throw new SwarmException.StaleVersion(hostname + ": update out of sequence");
        }
        spec = replacement.deepCopy();
        version++;
    }

    /** Whether a task with this placement constraint may run here: {@code node.labels.x==true} and the like. */
    boolean satisfies(String constraint) {
        var sides = constraint.split("==", 2);
        var key = sides[0].strip();
        var value = sides[1].strip();
        return switch (key) {
            case "node.id" -> id.equals(value);
            case "node.hostname" -> hostname.equals(value);
            case "node.role" -> spec.path("Role").asText().equals(value);
            default -> value.equals(observed().labels().get(key.substring("node.labels.".length())));
        };
    }

    ObservedNode observed() {
        var labels = new LinkedHashMap<String, String>();
        spec.path("Labels")
                .properties()
                .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        var active = spec.path("Availability").asText().equals("active");
        return new ObservedNode(id, version, hostname, address, ready, active, labels, spec.deepCopy());
    }
}
