package dev.skep.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is published about the fields says what {@link ManifestFields} says. */
final class PublishedTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path IN_THE_JAR = Path.of("src/main/resources/dev/skep/manifest/manifest.schema.json");
    private static final String PUBLISH = "mvn -pl controller test -Dtest=PublishedTest -Dskep.publish=true";

    @Test
    void theSchemaUnderDocsIsMadeFromTheFields() throws IOException {
        agrees(DOCS.resolve("manifest.schema.json"), SchemaOfFields.text());
    }

    @Test
    void theSchemaInTheJarIsTheSame() throws IOException {
        agrees(IN_THE_JAR, SchemaOfFields.text());
        assertEquals(SchemaOfFields.text(), ManifestSchema.text());
    }

    @Test
    void theReferenceIsMadeFromTheFields() throws IOException {
        var file = DOCS.resolve("manifest.md");
        var text = Files.readString(file);
        int from = text.indexOf(ReferenceOfFields.BEGIN) + ReferenceOfFields.BEGIN.length();
        int to = text.indexOf(ReferenceOfFields.END);
        assertTrue(from < to, "the marks are in their order");
        agrees(file, text.substring(0, from) + "\n" + ReferenceOfFields.text() + "\n" + text.substring(to));
    }

    @Test
    void everythingIsExplained() {
        for (var help : FieldHelp.all()) {
            assertFalse(help.does().isBlank(), help.field());
            assertEquals(help.fields().isEmpty(), !help.changing().isBlank(), help.field());
        }
    }

    /** With {@code -Dskep.publish=true} it is written first, for a person to look at and commit. */
    private static void agrees(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("skep.publish")) {
            Files.writeString(file, expected);
        }
        assertEquals(expected, Files.readString(file), file + " is behind the fields: " + PUBLISH);
    }
}
