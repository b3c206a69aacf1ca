package dev.skep.manifest;

/** Finds the line and the column of an index in a text, counting as SnakeYAML's marks do. */
final class TextPosition {
    private TextPosition() {}

    static SourcePosition of(String file, CharSequence text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            boolean crBeforeLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !crBeforeLf)) {
                line++;
                lineStart = i + 1;
            }
        }
        return new SourcePosition(file, line, Character.codePointCount(text, lineStart, index) + 1);
    }
}
