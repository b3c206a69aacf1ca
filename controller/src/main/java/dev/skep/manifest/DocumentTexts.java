package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Entry;
import dev.skep.manifest.YamlNode.Listing;
import dev.skep.manifest.YamlNode.Mapping;
import dev.skep.manifest.YamlNode.Refused;
import dev.skep.manifest.YamlNode.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The texts of manifests, apart from what they mean. */
public final class DocumentTexts {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private DocumentTexts() {}

    /**
     * A file's text with another document in the place of the one of that name; every other byte stays. Empty if there is
     * none, or if the file is no YAML.
     */
    public static Optional<String> replaced(String text, String name, String document) {
        var mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        var yaml = YamlReader.read("", text);
        return yaml.unreadable().isPresent()
                ? Optional.empty()
                : yaml.documents().stream()
                        .filter(d -> name.equals(fields(d.root()).get("metadata.name")))
                        .findFirst()
                        .map(d -> mark + d.span().replaced(document));
    }

    /** Every field that a text of one document writes, by its path, as it is written. */
    public static Map<String, String> fields(String document) {
        return YamlReader.read("", document).documents().stream()
                .findFirst()
                .map(d -> fields(d.root()))
                .orElse(Map.of());
    }

    /** The fields that two texts of one document write otherwise. */
    public static List<TextChange> changes(String before, String after) {
        var from = fields(before);
        var to = fields(after);
        return Stream.concat(from.keySet().stream(), to.keySet().stream())
                .distinct()
                .sorted()
                .filter(f -> !Objects.equals(from.get(f), to.get(f)))
                .map(f -> new TextChange(f, from.get(f), to.get(f)))
                .toList();
    }

    private static Map<String, String> fields(YamlNode root) {
        var fields = new TreeMap<String, String>();
        add("", root, fields);
        return fields;
    }

    private static void add(String path, YamlNode node, Map<String, String> fields) {
        switch (node) {
            case Scalar scalar -> fields.put(path, scalar.text());
            case Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    var name = entry.key().text();
                    add(path.isEmpty() ? name : path + "." + name, entry.value(), fields);
                }
            }
            case Listing _, Refused _ -> {} // no field of a manifest
        }
    }
}
