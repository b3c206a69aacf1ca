package dev.skep.manifest;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the part of docs/manifest.md that stands between two marks, from {@link ManifestFields}. */
final class ReferenceOfFields {
    static final String BEGIN = "<!-- From ManifestFields; PublishedTest tells how to bring it up to date. -->\n";
    static final String END = "<!-- End of what is from ManifestFields. -->\n";

    private ReferenceOfFields() {}

    static String text() {
        return "| field | must be | when not written |\n| --- | --- | --- |\n"
                + each(help -> "| `%s` | %s | %s |\n".formatted(help.field(), help.allowed(), help.unwritten()))
                + "\n## What the fields do\n\n"
                + each(help ->
                        "- **`%s`**: %s *Changing it:* %s\n".formatted(help.field(), help.does(), help.changing()));
    }

    private static String each(Function<FieldHelp, String> line) {
        List<FieldHelp> all = FieldHelp.all();
        return all.stream().filter(help -> help.fields().isEmpty()).map(line).collect(Collectors.joining());
    }
}
