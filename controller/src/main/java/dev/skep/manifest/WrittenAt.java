package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Entry;
import dev.skep.manifest.YamlNode.Listing;
import dev.skep.manifest.YamlNode.Mapping;
import dev.skep.manifest.YamlNode.Refused;
import dev.skep.manifest.YamlNode.Scalar;
import java.util.HashMap;
import java.util.Map;

/** Finds where each field of a document is written: {@code spec.app.replicas} at a line and a column. */
final class WrittenAt {
    private final Map<String, SourcePosition> positions = new HashMap<>();

    private WrittenAt() {}

    static Map<String, SourcePosition> of(YamlNode root) {
        var found = new WrittenAt();
        found.look("", root);
        return Map.copyOf(found.positions);
    }

    private void look(String path, YamlNode node) {
        switch (node) {
            // A thousand manifests write the same fields.
            case Scalar scalar -> positions.putIfAbsent(path.intern(), scalar.at());
            case Mapping mapping -> mapping.entries().forEach(entry -> look(join(path, entry), entry.value()));
            case Listing _, Refused _ -> {} // no field of a valid manifest
        }
    }

    private static String join(String path, Entry entry) {
        return path.isEmpty() ? entry.key().text() : path + "." + entry.key().text();
    }
}
