package dev.skep.manifest;

import static dev.skep.manifest.Texts.FILE;
import static dev.skep.manifest.Texts.HEAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What editors make of the published schema, and what only the reader can say. */
final class SchemaTest {
    private static final Path MANIFESTS = Path.of("..", "manifests");
    private static final String MODELINE = "# yaml-language-server: $schema=";

    @Test
    void itIsASchemaByTheStandard() {
        assertEquals(List.of(), Schema.errorsOfTheSchema());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedManifestIsValidAndNamesItsSchema(Path file) throws IOException {
        var text = Files.readString(file);
        assertEquals(List.of(), Schema.errorsOfYaml(text));
        assertTrue(text.startsWith(MODELINE), file::toString);
        // Also an example's: it is applied, and edited, as a copy in manifests/.
        var schema = MANIFESTS.resolve(text.lines().findFirst().orElseThrow().substring(MODELINE.length()));
        assertTrue(Files.isSameFile(Path.of("..", "docs", "manifest.schema.json"), schema));
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    @Test
    void aMistypedFieldIsAnError() {
        assertFalse(Schema.errorsOfYaml(HEAD + "  app: { replica: 3 }").isEmpty());
    }

    /** A range of texts with units, how a number is spelled, and rules between fields. */
    @ParameterizedTest
    @MethodSource("beyondASchema")
    void theReaderSaysMore(String spec) {
        assertFalse(ManifestReader.read(FILE, HEAD + spec).problems().isEmpty());
        assertEquals(List.of(), Schema.errorsOfYaml(HEAD + spec));
    }

    static Stream<String> beyondASchema() {
        return Stream.of(
                "  app: { replicas: 2.0 }",
                "  app: { resources: { cpus: 1e2 } }",
                "  app: { resources: { cpus: '1025' } }",
                "  app: { resources: { cpus: 0.1234567891 } }",
                "  app: { resources: { memory: 2Ti } }",
                "  app: { update: { deadline: 24h1s } }",
                "  app: { image: '%s:1' }".formatted("a".repeat(256)),
                "  app: { expose: { via: host }, update: { order: start-first } }",
                "  redis: { sentinel: { quorum: 4 } }");
    }
}
