package dev.skep.desired;

import dev.skep.manifest.Manifest;
import dev.skep.observed.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and labels of what is made for a manifest. */
final class Resources {
    private Resources() {}

    /** The labels of everything that belongs to a manifest. */
    static Map<String, String> labels(String manifest, String component) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.NAME, manifest);
        labels.put(Labels.COMPONENT, component);
        labels.put(Labels.STACK, manifest);
        return labels;
    }

    static DesiredConfig config(Manifest manifest, String component, String purpose, String text) {
        var name = "%s-%s-%s".formatted(manifest.name(), purpose, Json.hash(text));
        return new DesiredConfig(name, labels(manifest.name(), component), text);
    }

    /** @param fingerprint of the key that passwords are derived from: another key is another secret */
    static DesiredSecret secret(Manifest manifest, String purpose, String template, String fingerprint) {
        var name = "%s-%s-%s".formatted(manifest.name(), purpose, Json.hash(template + "\n" + fingerprint));
        var labels = labels(manifest.name(), "redis");
        labels.put(Labels.FINGERPRINT, fingerprint);
        return new DesiredSecret(name, labels, template);
    }
}
