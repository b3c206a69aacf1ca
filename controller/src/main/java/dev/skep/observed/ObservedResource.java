package dev.skep.observed;

import java.util.Map;

/** A network, config or secret: what is read of each of them. */
public record ObservedResource(String id, String name, Map<String, String> labels) {
    /** The name of the manifest that it was made for. */
    public String owner() {
        return labels.getOrDefault(Labels.NAME, "");
    }
}
