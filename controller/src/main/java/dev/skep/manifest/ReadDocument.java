package dev.skep.manifest;

import dev.skep.manifest.Fields.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One document as it was read, right or wrong.
 *
 * @param name its name, if that is right
 * @param manifest what it says; with defaults where it is wrong
 * @param portAt where its port is written, or the document starts
 * @param problems what is wrong within it
 */
record ReadDocument(Optional<Written<String>> name, Manifest manifest, SourcePosition portAt, List<Problem> problems) {
    ReadDocument {
        problems = List.copyOf(problems);
    }

    /** Reads a document by itself, without regard to others. */
    static ReadDocument of(YamlText.Document document) {
        var problems = new ArrayList<Problem>(document.problems());
        var root = Fields.of(document.root(), ManifestFields.MANIFEST, problems);
        root.get(ManifestFields.API_VERSION);
        root.get(ManifestFields.KIND);
        var metadata = root.in(ManifestFields.METADATA);
        var specReader = new SpecReader(problems);
        var spec = specReader.read(root.in(ManifestFields.SPEC));
        var at = document.root().at();
        return new ReadDocument(
                metadata.written(ManifestFields.NAME),
                new Manifest(
                        metadata.get(ManifestFields.NAME),
                        at,
                        spec,
                        WrittenAt.of(document.root()),
                        document.span().text()),
                specReader.portAt().orElse(at),
                problems);
    }
}
