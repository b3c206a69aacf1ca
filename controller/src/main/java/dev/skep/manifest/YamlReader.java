package dev.skep.manifest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads a text as YAML, if it is a text and no larger than a manifest may be. */
final class YamlReader {
    /** The largest file, in bytes. */
    static final int LARGEST = 256 * 1024;

    static final String TOO_LARGE = "the file is larger than 256 KiB; a manifest has a few lines";

    private YamlReader() {}

    /** Reads a text; it never throws for what stands in it. */
    static YamlText read(String file, String text) {
        if (text.length() > LARGEST) {
            return unreadable(new SourcePosition(file, 1, 1), TOO_LARGE);
        }
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        OptionalInt invisible = invisible(bare);
        if (invisible.isPresent()) {
            int index = invisible.getAsInt();
            String message = "character U+%04X cannot stand in a manifest; is this a text file?"
                    .formatted(Character.codePointAt(bare, index));
            return unreadable(TextPosition.of(file, bare, index), message);
        }
        return YamlTree.read(file, lastLineEnded(bare));
    }

    /** SnakeYAML takes a CR at the very end of a text for a character of its line, and would count it as a column. */
    private static String lastLineEnded(String text) {
        return text.endsWith("\r") ? text + "\n" : text;
    }

    private static YamlText unreadable(SourcePosition at, String message) {
        return new YamlText(List.of(), Optional.of(new Problem(at, message)));
    }

    /** What YAML forbids, and what breaks a line for YAML but not in an editor: positions would be wrong. */
    private static OptionalInt invisible(String text) {
        int index = 0;
        while (index < text.length()) {
            int c = text.codePointAt(index);
            if (!StreamReader.isPrintable(c) || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                return OptionalInt.of(index);
            }
            index += Character.charCount(c);
        }
        return OptionalInt.empty();
    }
}
