package dev.skep.manifest;

import java.util.List;
import java.util.Optional;

/**
 * One file as it was read, before it is held against others.
 *
 * @param text all of it; nothing if it could not be had
 * @param unreadable why its text could not be read (to its end); then none of its documents counts
 */
record ReadText(String file, Optional<String> text, List<ReadDocument> documents, Optional<Problem> unreadable) {
    ReadText {
        documents = List.copyOf(documents);
    }

    static ReadText of(String file, String text) {
        var yaml = YamlReader.read(file, text);
        return new ReadText(
                file,
                Optional.of(text),
                yaml.documents().stream().map(ReadDocument::of).toList(),
                yaml.unreadable());
    }

    /** Whether it was read from this very text. */
    boolean isOf(String other) {
        return text.filter(other::equals).isPresent();
    }

    static ReadText unreadable(SourcePosition at, String why) {
        return new ReadText(at.file(), Optional.empty(), List.of(), Optional.of(new Problem(at, why)));
    }

    static ReadText unreadable(String file, String why) {
        return unreadable(new SourcePosition(file, 1, 1), why);
    }
}
