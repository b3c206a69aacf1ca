package dev.skep.manifest;

import dev.skep.manifest.Member.Field;
import dev.skep.manifest.Member.Need;
import dev.skep.manifest.Member.Section;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a manifest's field is, may be and does, for a person who asks.
 *
 * @param field its whole path; of the manifest itself {@code manifest}
 * @param type what it is in YAML, in the words of JSON Schema
 * @param allowed what may stand there; of a section empty
 * @param unwritten what it says when it is not written, {@code required} where it must be; of a section empty
 * @param changing what happens when it is changed; of a section empty
 * @param fields the paths of what is in it; of a field empty
 */
public record FieldHelp(
        String field,
        String type,
        String allowed,
        String unwritten,
        String does,
        String changing,
        List<String> fields) {
    private static final String WHOLE = "manifest";

    public FieldHelp {
        fields = List.copyOf(fields);
    }

    /** The manifest, and everything in it, in the order of the reference. */
    public static List<FieldHelp> all() {
        return within("", ManifestFields.MANIFEST).toList();
    }

    /** The manifest itself. */
    public static FieldHelp whole() {
        return all().getFirst();
    }

    /**
     * The fields that somebody means.
     *
     * @param asked a path, or the end of one: {@code image} means two fields
     */
    public static List<FieldHelp> of(String asked) {
        var exact = all().stream().filter(help -> help.field.equals(asked)).toList();
        return exact.isEmpty()
                ? all().stream()
                        .filter(help -> help.field.endsWith("." + asked))
                        .toList()
                : exact;
    }

    /** What somebody who asked for no field most likely meant, as long as they wrote it. */
    public static Optional<String> nearest(String asked) {
        return Words.nearest(asked, all().stream().flatMap(FieldHelp::ends).toList());
    }

    private Stream<String> ends() {
        return Stream.iterate(field, end -> !end.isEmpty(), end -> end.substring(end.indexOf('.') + 1))
                .limit(field.chars().filter(c -> c == '.').count() + 1);
    }

    private static Stream<FieldHelp> within(String path, Member member) {
        return switch (member) {
            case Field<?> field -> Stream.of(of(path, field));
            case Section section ->
                Stream.concat(
                        Stream.of(of(path, section)),
                        section.members().stream().flatMap(inner -> within(join(path, inner), inner)));
        };
    }

    private static FieldHelp of(String path, Field<?> field) {
        var unwritten = field.need() == Need.REQUIRED ? "required" : field.unwritten();
        return new FieldHelp(
                path,
                field.type().type(),
                field.type().allowed(),
                unwritten,
                field.help().does(),
                field.help().changing(),
                List.of());
    }

    private static FieldHelp of(String path, Section section) {
        var fields = section.members().stream().map(inner -> join(path, inner)).toList();
        return new FieldHelp(
                path.isEmpty() ? WHOLE : path, "object", "", "", section.help().does(), "", fields);
    }

    private static String join(String path, Member member) {
        return path.isEmpty() ? member.name() : path + "." + member.name();
    }
}
