package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One field of a spec that is not as it should be.
 *
 * @param path in the raw spec, with dots
 */
public record FieldChange(String path, JsonNode from, JsonNode to) {
    @Override
    public String toString() {
        return "%s: %s -> %s".formatted(path, text(from), text(to));
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "(none)";
        }
        return node.isTextual() ? node.asText() : node.toString();
    }
}
