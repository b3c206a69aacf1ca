package dev.skep.manifest;

import java.util.List;

/** Reads manifests from a text. */
public final class ManifestReader {
    private ManifestReader() {}

    /**
     * Reads every document of a text and finds everything that is wrong with them; it never throws for what stands there.
     *
     * <p>A document with a problem yields no manifest, its neighbours still do. A text that is no YAML yields none.
     *
     * @param file the file's name as the user knows it, for messages
     */
    public static ReadResult read(String file, String text) {
        return ReadTogether.of(List.of(ReadText.of(file, text)));
    }
}
