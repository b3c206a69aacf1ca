package dev.skep.manifest;

import java.util.List;

/**
 * What one text, or one folder, says.
 *
 * @param manifests the valid documents, in the order of the text
 * @param problems everything that is wrong, in the order of the text; a document with a problem is not among the manifests
 */
public record ReadResult(List<Manifest> manifests, List<Problem> problems) {
    public ReadResult {
        manifests = List.copyOf(manifests);
        problems = List.copyOf(problems);
    }
}
