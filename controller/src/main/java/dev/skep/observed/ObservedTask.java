package dev.skep.observed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * A task of a service.
 *
 * @param slot which of the tasks of its service it is, from 1; a task that takes the place of another has the slot of that one;
 *     0 where there is one for each node
 * @param state Swarm's word: new, pending, …, running, complete, failed, rejected
 * @param desiredState what Swarm wants it to be: ready, running, shutdown, remove
 * @param error why it is not running, in Swarm's words, or empty
 * @param templateHash the hash of the template that it was made from, or empty
 * @param addresses of its container, by the names of the networks
 */
public record ObservedTask(
        String id,
        String serviceId,
        int slot,
        String nodeId,
        String state,
        String desiredState,
        Instant changedAt,
        String error,
        String templateHash,
        Map<String, String> addresses) {

    ObservedTask ofTemplate(String hash) {
        return new ObservedTask(id, serviceId, slot, nodeId, state, desiredState, changedAt, error, hash, addresses);
    }

    public boolean running() {
        return state.equals("running");
    }

    /** Whether Swarm wants it to run on, once it does. */
    public boolean stays() {
        return desiredState.equals("running");
    }

    /** Whether Swarm wants it to run, now or later: one that takes the place of another is made before it is to run. */
    public boolean wanted() {
        return switch (desiredState) {
            case "shutdown", "remove" -> false;
            default -> true;
        };
    }

    /** Whether it has ended and will not run again. */
    public boolean ended() {
        return switch (state) {
            case "complete", "failed", "rejected", "shutdown", "orphaned", "remove" -> true;
            default -> false;
        };
    }

    /** The hash that a raw task spec carries. */
    public static String templateHashOf(JsonNode taskSpec) {
        return taskSpec.path("ContainerSpec")
                .path("Labels")
                .path(Labels.TEMPLATE)
                .asText("");
    }
}
