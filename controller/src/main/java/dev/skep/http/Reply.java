package dev.skep.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.Json;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers beyond those that every answer has
 */
record Reply(int status, String mediaType, String body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    static Reply text(String mediaType, String text) {
        return new Reply(200, mediaType, text, Map.of());
    }

    static Reply json(JsonNode body) {
        return new Reply(200, JSON, body.toPrettyString() + "\n", Map.of());
    }

    /**
     * An error as RFC 9457 has it.
     *
     * @param detail what is wrong, and what to do
     */
    static Reply problem(int status, String title, String detail) {
        var body = Json.object("type", "about:blank", "title", title, "status", status, "detail", detail);
        return new Reply(status, PROBLEM, body.toPrettyString() + "\n", Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, mediaType, body, Map.of(header, value));
    }
}
