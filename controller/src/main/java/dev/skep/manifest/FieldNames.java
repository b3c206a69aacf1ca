package dev.skep.manifest;

import dev.skep.manifest.Member.Field;
import dev.skep.manifest.Member.Section;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells somebody who wrote an unknown field which one was meant. */
final class FieldNames {
    private FieldNames() {}

    static String unknown(String written, String path, Section section) {
        String message = "unknown field '%s'%s".formatted(Words.shorten(written), path.isEmpty() ? "" : " in " + path);
        return message + meant(written, section) + "; allowed: " + String.join(", ", section.names());
    }

    private static String meant(String written, Section section) {
        if (written.equals("<<")) {
            return "; merge keys cannot be used here, write each field where it is needed";
        }
        Optional<String> nearest = Words.nearest(written, section.names());
        return nearest.map("; did you mean '%s'?"::formatted)
                .or(() -> home(written, "", ManifestFields.MANIFEST).map("; it belongs %s"::formatted))
                .orElse("");
    }

    /** The section that a field's name belongs in: most misplaced fields are indented wrongly. */
    private static Optional<String> home(String name, String path, Section section) {
        if (section.names().contains(name)) {
            return Optional.of(path.isEmpty() ? "at the left margin" : "in " + path);
        }
        return section.members().stream()
                .flatMap(member -> switch (member) {
                    case Field<?> field -> Stream.<Section>empty();
                    case Section inner -> Stream.of(inner);
                })
                .flatMap(inner -> home(name, path.isEmpty() ? inner.name() : path + "." + inner.name(), inner).stream())
                .findFirst();
    }
}
