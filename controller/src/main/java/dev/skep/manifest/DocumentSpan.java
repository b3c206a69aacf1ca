package dev.skep.manifest;

import java.util.regex.Pattern;

/**
 * Where in a file's text a document stands: from the line behind its {@code ---} up to the next document.
 */
record DocumentSpan(String file, int from, int to) {
    private static final Pattern REST_OF_LINE = Pattern.compile("[ \\t]*(#[^\\r\\n]*)?\\r?\\n");

    static DocumentSpan of(String file, int from, int to) {
        var rest = REST_OF_LINE.matcher(file).region(from, to);
        return new DocumentSpan(file, from > 0 && rest.lookingAt() ? rest.end() : from, to);
    }

    String text() {
        return file.substring(from, to);
    }

    /** The whole file with another text in this place, and all others as they are. */
    String replaced(String document) {
        var before = file.substring(0, from);
        var after = file.substring(to);
        var start = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        var end = after.isEmpty() || document.endsWith("\n") ? "" : "\n";
        return before + start + document + end + after;
    }
}
