package dev.skep.manifest;

import static dev.skep.manifest.Texts.FILE;
import static dev.skep.manifest.Texts.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** The reader and the schema accept and refuse the same documents. A document is written as JSON, which is YAML too. */
final class SchemaAgreesProperties {
    @Property(seed = "20260101", tries = 3_000)
    void readerAndSchemaAgree(@ForAll("some") JsonNode document) {
        var ofReader = problems(ManifestReader.read(FILE, document.toString()));
        var ofSchema = Schema.errors(document);

        assertEquals(ofReader.isEmpty(), ofSchema.isEmpty(), () -> "%s%nreader: %s%nschema: %s"
                .formatted(document, ofReader, ofSchema));
        Statistics.label("both")
                .collect(ofReader.isEmpty() ? "accept" : "refuse")
                .coverage(seen -> {
                    seen.check("accept").percentage(share -> share > 10);
                    seen.check("refuse").percentage(share -> share > 10);
                });
    }

    @Property(seed = "20260102", tries = 1_000)
    void whatIsRightIsAcceptedByBoth(@ForAll("right") JsonNode document) {
        assertEquals(List.of(), problems(ManifestReader.read(FILE, document.toString())));
        assertEquals(List.of(), Schema.errors(document));
    }

    @Provide
    Arbitrary<JsonNode> some() {
        return Documents.some();
    }

    @Provide
    Arbitrary<JsonNode> right() {
        return Documents.right();
    }
}
