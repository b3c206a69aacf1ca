package dev.skep.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that the controller did or saw; docs/status.md is its contract. It is a line of the log, read as data.
 *
 * @param manifest empty: of the swarm, the folder or the controller as a whole
 * @param reason one word in CamelCase, for programs
 * @param message the same for people
 */
public record Event(Instant time, Optional<String> manifest, String reason, String message) {
    /** The key of a line's reason: only lines that have one are events. */
    public static final String REASON = "reason";

    /** The keys whose values belong to the message, in the order in which a person wants them told. */
    private static final List<String> TOLD =
            List.of("msg", "at", "problem", "why", "what", "changes", "effect", "detail");

    /** The event that a line of the log with these keys and values is, if it is one. */
    public static Optional<Event> of(Instant time, Map<String, String> line) {
        var message = new ArrayList<String>();
        TOLD.stream().filter(line::containsKey).forEach(key -> message.add(line.get(key)));
        return Optional.ofNullable(line.get(REASON))
                .map(reason ->
                        new Event(time, Optional.ofNullable(line.get("name")), reason, String.join("; ", message)));
    }

    /** As data. */
    public ObjectNode json() {
        return Json.object(
                "time", StatusJson.time(time), "manifest", manifest.orElse(null), "reason", reason, "message", message);
    }
}
