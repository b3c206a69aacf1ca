package dev.skep.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import java.util.List;

/** The published schema, as a library that is not ours understands it. */
final class Schema {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final com.networknt.schema.Schema PUBLISHED =
            REGISTRY.getSchema(ManifestSchema.text(), InputFormat.JSON);

    private Schema() {}

    static List<String> errors(JsonNode document) {
        return PUBLISHED.validate(document).stream().map(Error::toString).toList();
    }

    static List<String> errorsOfYaml(String text) {
        return PUBLISHED.validate(text, InputFormat.YAML).stream()
                .map(Error::toString)
                .toList();
    }

    /** What the standard says against the schema itself. */
    static List<String> errorsOfTheSchema() {
        return REGISTRY
                .getSchema(com.networknt.schema.SchemaLocation.of(
                        Dialects.getDraft7().getId()))
                .validate(ManifestSchema.text(), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }
}
