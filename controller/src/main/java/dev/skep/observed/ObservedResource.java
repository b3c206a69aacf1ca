package dev.skep.observed;

import java.util.Map;

/**
 * A network, config or secret: what is read of each of them.
 *
 * @param version for compare-and-set; 0 for a network, which cannot be changed
 * @param text what a config holds; empty for all else
 */
public record ObservedResource(String id, long version, String name, Map<String, String> labels, String text) {
    /** The name of the manifest that it was made for. */
    public String owner() {
        return labels.getOrDefault(Labels.NAME, "");
    }
}
