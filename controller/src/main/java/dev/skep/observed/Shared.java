package dev.skep.observed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one of what is equal: the specs of a thousand services differ in a few names, and held apart they would be most of
 * the controller's memory. Nobody may change what was handed out here. What was not met lately is forgotten: a swarm may
 * change for years.
 */
public final class Shared {
    private final Equals<JsonNode> nodes = new Equals<>();
    private final Equals<String> texts = new Equals<>();

    /** Puts shared parts into a tree that nobody else holds. */
    public synchronized void within(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(shared(field.getValue())));
        } else if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, shared(array.get(i)));
            }
        }
    }

    /** An equal text. */
    public synchronized String text(String text) {
        return texts.one(text);
    }

    /** Parts first: of a tree of shared parts it is soon known whether it is equal to another. */
    private JsonNode shared(JsonNode node) {
        within(node);
        return nodes.one(node);
    }

    /** Of each that is equal the one that was met first, for as long as it is met now and then. */
    private static final class Equals<T> {
        /** What differs from manifest to manifest comes and goes; what does not is met again before so many others. */
        private static final int MANY = 2_048;

        private Map<T, T> lately = new HashMap<>();
        private Map<T, T> before = Map.of();

        T one(T thing) {
            var known = lately.get(thing);
            if (known != null) {
                return known;
            }
            if (lately.size() == MANY) {
                before = lately;
                lately = new HashMap<>();
            }
            var one = before.getOrDefault(thing, thing);
            lately.put(one, one);
            return one;
        }
    }
}
