package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.ObservedTask;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A task of a {@link FakeService}. */
final class FakeTask {
    private final String id;
    private final String slot;
    private final String nodeId;
    private final ObjectNode template;
    private final boolean ours;
    private String state;
    private String desiredState;
    private String error = "";
    private Instant changedAt;
    private int left;
    private boolean remembered;
    private Map<String, String> addresses = Map.of();

    FakeTask(String id, String slot, String nodeId, FakeService service, Instant now) {
        this.id = id;
        this.slot = slot;
        this.nodeId = nodeId;
        this.template = service.template().deepCopy();
        this.ours = service.isOurs();
        this.state = nodeId.isEmpty() ? "pending" : "preparing";
        this.desiredState = "running";
        this.error = nodeId.isEmpty() ? "no suitable node (scheduling constraints not satisfied)" : "";
        this.changedAt = now;
    }

    String slot() {
        return slot;
    }

    String nodeId() {
        return nodeId;
    }

    /** Whether its service had our label when it was made: a task keeps the labels of that moment. */
    boolean isOurs() {
        return ours;
    }

    ObjectNode template() {
        return template;
    }

    boolean is(String wanted) {
        return state.equals(wanted);
    }

    boolean wanted() {
        return desiredState.equals("running");
    }

    void become(String newState, String why, Instant now) {
        state = newState;
        error = why;
        changedAt = now;
    }

    /** It has failed, and another takes its place. */
    void passInto(String why, Instant now) {
        become("failed", why, now);
        end("shutdown");
        remembered = true;
    }

    /** Whether Swarm still tells of it though it has ended. */
    boolean remembered() {
        return remembered;
    }

    /** It is to end; it runs until time passes. */
    void end(String desired) {
        desiredState = desired;
    }

    /** The same, and goes on for so many steps. */
    void endAfter(int steps) {
        end("shutdown");
        left = steps;
    }

    /** A step passes; whether it still runs though it is to end. */
    boolean lingers() {
        left = Math.max(0, left - 1);
        return left > 0;
    }

    ObservedTask observed(String serviceId, UnaryOperator<String> networkName) {
        return new ObservedTask(
                id,
                serviceId,
                slot.matches("\\d+") ? Integer.parseInt(slot) : 0,
                nodeId,
                state,
                desiredState,
                changedAt,
                error,
                ObservedTask.templateHashOf(template),
                addresses.isEmpty() ? addresses(networkName) : addresses);
    }

    /** The same in all its networks: no test tells them apart. */
    String address() {
        return "address of " + id;
    }

    private Map<String, String> addresses(UnaryOperator<String> networkName) {
        return template.path("Networks")
                .valueStream()
                .collect(
                        Collectors.toMap(n -> networkName.apply(n.path("Target").asText()), _ -> address()));
    }

    /** Its container's, in every network. */
    void at(Map<String, String> its) {
        addresses = its;
    }

    String id() {
        return id;
    }

    /** Whether its container is there: one that is to end ends before the next one starts. */
    boolean lives() {
        return (wanted() || left > 0) && (is("preparing") || is("running"));
    }
}
