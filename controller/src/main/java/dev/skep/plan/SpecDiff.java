package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares a spec with what Skep wants of it, and writes the second into the first. Only fields that Skep sets count:
 * what others added stays. A field that is not there equals its zero, as in the engine's API.
 */
public final class SpecDiff {
    /** Bookkeeping, not part of what is wanted. */
    private static final String UNCOMPARED = "Labels." + Labels.GENERATION;

    private final Map<String, String> networkNames;
    private final List<FieldChange> changes = new ArrayList<>();

    private SpecDiff(Map<String, String> networkNames) {
        this.networkNames = networkNames;
    }

    /**
     * The fields of a desired spec that an observed one has otherwise.
     *
     * @param networkNames names by id: Swarm answers with ids where a name was asked for */
    public static List<FieldChange> between(JsonNode observed, JsonNode desired, Map<String, String> networkNames) {
        var diff = new SpecDiff(networkNames);
        diff.compare("", observed, desired);
        return List.copyOf(diff.changes);
    }

    /** The observed spec with everything that Skep wants written into it. */
    public static ObjectNode merged(ObjectNode observed, ObjectNode desired) {
        var result = observed.deepCopy();
        desired.properties().forEach(field -> {
            var old = result.get(field.getKey());
            if (old instanceof ObjectNode oldObject && field.getValue() instanceof ObjectNode newObject) {
                result.set(field.getKey(), merged(oldObject, newObject));
            } else if (!field.getKey().equals("Image") || !sameImage(text(old), text(field.getValue()))) {
                result.set(field.getKey(), field.getValue().deepCopy());
            }
        });
        return result;
    }

    private void compare(String path, JsonNode observed, JsonNode desired) {
        if (path.equals(UNCOMPARED)) {
            return;
        }
        if (desired.isObject() && (observed.isObject() || isZero(observed))) {
            desired.properties().forEach(f -> compare(join(path, f.getKey()), observed.path(f.getKey()), f.getValue()));
        } else if (desired.isArray() && observed.isArray() && desired.size() == observed.size()) {
            for (int i = 0; i < desired.size(); i++) {
                compare(path + "[" + i + "]", observed.get(i), desired.get(i));
            }
        } else if (!same(path, observed, desired)) {
            changes.add(new FieldChange(path, observed, desired));
        }
    }

    private boolean same(String path, JsonNode observed, JsonNode desired) {
        if (isZero(desired)) {
            return isZero(observed);
        }
        if (observed.equals(desired)) {
            return true;
        }
        if (desired.isNumber() && observed.isNumber()) {
            return desired.decimalValue().compareTo(observed.decimalValue()) == 0;
        }
        if (path.endsWith("ContainerSpec.Image")) {
            return sameImage(observed.asText(), desired.asText());
        }
        if (path.endsWith("].Target") && networkNames.containsKey(observed.asText())) {
            return networkNames.get(observed.asText()).equals(desired.asText());
        }
        return false;
    }

    private static String text(JsonNode node) {
        return node == null ? "" : node.asText();
    }

    /** A tag that was pinned to a digest when it was deployed is still that tag. */
    static boolean sameImage(String observed, String desired) {
        return observed.equals(desired) || (!desired.contains("@") && observed.startsWith(desired + "@"));
    }

    private static boolean isZero(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isNumber() && node.decimalValue().signum() == 0)
                || (node.isTextual() && node.asText().isEmpty())
                || (node.isBoolean() && !node.asBoolean());
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
