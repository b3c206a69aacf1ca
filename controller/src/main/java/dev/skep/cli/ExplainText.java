package dev.skep.cli;

import dev.skep.manifest.FieldHelp;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A field as {@code skep explain} prints it, in lines that fit a terminal. */
final class ExplainText {
    private static final int LABELS = 18;
    private static final int WORDS = 80;

    private ExplainText() {}

    static String of(FieldHelp help) {
        return "%s <%s>\n\n%s"
                .formatted(help.field(), help.type(), help.fields().isEmpty() ? field(help) : section(help));
    }

    private static String field(FieldHelp help) {
        return row("must be", help.allowed())
                + row("when not written", help.unwritten())
                + row("what it does", help.does())
                + row("changing it", help.changing());
    }

    private static String section(FieldHelp help) {
        return row("what it is", help.does())
                + help.fields().stream().map("  %s\n"::formatted).collect(Collectors.joining("", "fields\n", ""));
    }

    private static String row(String label, String words) {
        var table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.OFF),
                new Column(LABELS, 0, Overflow.TRUNCATE),
                new Column(WORDS, 0, Overflow.WRAP));
        table.addRowValues(label, words);
        return table.toString();
    }
}
