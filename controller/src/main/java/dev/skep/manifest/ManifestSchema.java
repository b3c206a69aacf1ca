package dev.skep.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of a manifest, made from {@link ManifestFields}; a test says that they agree. */
public final class ManifestSchema {
    private ManifestSchema() {}

    /** The schema as it is published. */
    public static String text() {
        try (var in = ManifestSchema.class.getResourceAsStream("manifest.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("this jar is broken: its manifest.schema.json cannot be read", e);
        }
    }
}
