package dev.skep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A history as {@code skep history} prints it. */
final class HistoryText {
    private static final String ROW = "%-10s  %-20s  %-11s  %s";

    private HistoryText() {}

    static List<String> lines(List<HistoryView> history) {
        var lines = new ArrayList<String>();
        lines.add(ROW.formatted("GENERATION", "BEGAN", "OUTCOME", "MANIFEST"));
        for (var view : history) {
            lines.add(ROW.formatted(view.generation(), seconds(view.began()), view.outcome(), view.manifest()));
            Optional.ofNullable(view.reason()).ifPresent(r -> lines.add("    failed: " + r));
            view.changes().forEach(c -> lines.add("    " + c));
            if (view.changes().isEmpty()) {
                lines.add("    " + nothing(view));
            }
        }
        return lines;
    }

    private static String nothing(HistoryView view) {
        return view.before()
                .map(_ -> "no field of the manifest: another version of Skep, another password, or another way in")
                .orElse(view.generation() == 1 ? "the first" : "the one before is not kept any more");
    }

    private static String seconds(String instant) {
        return instant.replaceFirst("\\.\\d+Z$", "Z");
    }
}
