package dev.skep.manifest;

import dev.skep.manifest.Member.Field;
import dev.skep.manifest.Member.Need;
import dev.skep.manifest.Member.Section;
import dev.skep.manifest.YamlNode.Entry;
import dev.skep.manifest.YamlNode.Listing;
import dev.skep.manifest.YamlNode.Mapping;
import dev.skep.manifest.YamlNode.Refused;
import dev.skep.manifest.YamlNode.Scalar;
import dev.skep.manifest.YamlNode.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one section of a document. What is wrong becomes a problem, and reading goes on with the field's default, so that
 * all problems are found at once.
 */
final class Fields {
    private static final Pattern NUMBER_OR_TRUTH = Pattern.compile("[-+.]*[0-9].*|[-+]?[.](inf|nan)|true|false");

    private final String path;
    /** Where the section stands; empty if that was already reported, so that its missing fields are no further problem. */
    private final Optional<SourcePosition> at;

    private final Map<String, Entry> written = new LinkedHashMap<>();
    private final List<Problem> problems;

    private Fields(String path, Optional<SourcePosition> at, List<Problem> problems) {
        this.path = path;
        this.at = at;
        this.problems = problems;
    }

    /** Starts at the root of a document; problems are added to the list. */
    static Fields of(YamlNode root, Section section, List<Problem> problems) {
        return read("", root, section, problems);
    }

    /** The value of a field, or its default. */
    <T> T get(Field<T> field) {
        Entry entry = written.get(field.name());
        if (entry == null) {
            reportIfMissing(field);
            return field.fallback();
        }
        return switch (entry.value()) {
            case Scalar scalar -> parse(field, scalar);
            case Refused refused -> field.fallback();
            case Mapping mapping -> wrong(field, mapping, "");
            case Listing list -> wrong(field, list, "");
        };
    }

    /** The fields of a section within this one; none if it is not written. */
    Fields in(Section section) {
        Entry entry = written.get(section.name());
        if (entry == null) {
            reportIfMissing(section);
            return new Fields(pathOf(section), Optional.empty(), problems);
        }
        return read(pathOf(section), entry.value(), section, problems);
    }

    /** What was written in a field, if it is right: for rules between fields. It reports nothing. */
    <T> Optional<Written<T>> written(Field<T> field) {
        Entry entry = written.get(field.name());
        return entry != null && entry.value() instanceof Scalar scalar && !scalar.isNothing()
                ? field.type().parse(scalar).map(value -> new Written<>(value, scalar.at()))
                : Optional.empty();
    }

    /** A value that was read, and where. */
    record Written<T>(T value, SourcePosition at) {}

    private static Fields read(String path, YamlNode node, Section section, List<Problem> problems) {
        return switch (node) {
            case Mapping mapping -> {
                var fields = new Fields(path, Optional.of(mapping.at()), problems);
                mapping.entries().forEach(entry -> fields.add(entry, section));
                yield fields;
            }
            case Scalar scalar when scalar.isNothing() -> new Fields(path, Optional.of(scalar.at()), problems);
            case Refused refused -> new Fields(path, Optional.empty(), problems);
            case Scalar scalar -> noSection(path, scalar, section, problems);
            case Listing list -> noSection(path, list, section, problems);
        };
    }

    private static Fields noSection(String path, YamlNode node, Section section, List<Problem> problems) {
        String what = path.isEmpty() ? "a manifest" : path;
        problems.add(new Problem(
                node.at(),
                "%s must hold fields (%s), got %s"
                        .formatted(what, String.join(", ", section.names()), describe(node))));
        return new Fields(path, Optional.empty(), problems);
    }

    private void add(Entry entry, Section section) {
        String name = entry.key().text();
        if (!section.names().contains(name)) {
            problems.add(new Problem(entry.key().at(), FieldNames.unknown(name, path, section)));
            return;
        }
        Entry first = written.putIfAbsent(name, entry);
        if (first != null) {
            String message = "field '%s' is written twice, first at line %d, column %d; keep one"
                    .formatted(name, first.key().at().line(), first.key().at().column());
            problems.add(new Problem(entry.key().at(), message));
        }
    }

    private void reportIfMissing(Member member) {
        if (member.need() == Need.REQUIRED && at.isPresent()) {
            String form =
                    switch (member) {
                        case Field<?> field -> "it must be " + field.type().allowed();
                        case Section section -> "it holds: " + String.join(", ", section.names());
                    };
            problems.add(new Problem(at.get(), "field '%s' is missing; %s".formatted(pathOf(member), form)));
        }
    }

    private <T> T parse(Field<T> field, Scalar scalar) {
        if (scalar.isNothing()) {
            String instead = field.need() == Need.REQUIRED ? "" : "leave it out for its default, " + field.unwritten();
            return wrong(field, scalar, instead);
        }
        Optional<T> value = field.type().parse(scalar);
        return value.isPresent()
                ? value.get()
                : wrong(field, scalar, field.type().hint(scalar).orElse(""));
    }

    private <T> T wrong(Field<T> field, YamlNode node, String instead) {
        String message =
                "%s must be %s, got %s".formatted(pathOf(field), field.type().allowed(), describe(node));
        problems.add(new Problem(node.at(), instead.isEmpty() ? message : message + "; " + instead));
        return field.fallback();
    }

    private String pathOf(Member member) {
        return path.isEmpty() ? member.name() : path + "." + member.name();
    }

    private static String describe(YamlNode node) {
        return switch (node) {
            case Listing list -> "a list";
            case Mapping mapping -> "fields";
            case Refused refused -> "something refused";
            case Scalar scalar when scalar.isNothing() -> "nothing";
            case Scalar scalar
            when scalar.style() == Style.PLAIN
                    && NUMBER_OR_TRUTH.matcher(scalar.text()).matches() -> Words.shorten(scalar.text());
            case Scalar scalar -> "the text '" + Words.shorten(scalar.text()) + "'";
        };
    }
}
