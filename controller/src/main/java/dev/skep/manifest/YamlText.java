package dev.skep.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A text taken apart into its YAML documents.
 *
 * @param documents those that are complete, empty ones left out
 * @param unreadable why the text could not be read (to its end)
 */
record YamlText(List<Document> documents, Optional<Problem> unreadable) {
    YamlText {
        documents = List.copyOf(documents);
    }

    /** One document, where in the text it stands, and what is wrong with it as YAML. */
    record Document(YamlNode root, DocumentSpan span, List<Problem> problems) {
        Document {
            problems = List.copyOf(problems);
        }
    }
}
