package dev.skep.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.manifest.FieldType.Exactly;
import dev.skep.manifest.FieldType.OneOf;
import dev.skep.manifest.FieldType.Truth;
import dev.skep.manifest.Member.Field;
import dev.skep.manifest.Member.Need;
import dev.skep.manifest.Member.Section;
import java.util.Collection;

/**
 * Makes the JSON Schema from {@link ManifestFields}. Draft 7 is the newest that every editor's YAML support knows; the
 * patterns are such that Java and JavaScript read them alike.
 */
final class SchemaOfFields {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaOfFields() {}

    static String text() {
        var schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "A manifest of Skep");
        schema.setAll(section(ManifestFields.MANIFEST));
        var indenter = new DefaultIndenter("  ", "\n");
        try {
            return JsonMapper.builder()
                            .build()
                            .writer(new DefaultPrettyPrinter()
                                    .withObjectIndenter(indenter)
                                    .withArrayIndenter(indenter))
                            .writeValueAsString(schema)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode of(Member member) {
        return switch (member) {
            case Section section -> section(section);
            case Field<?> field -> field(field);
        };
    }

    /** A section with nothing in it means its defaults, unless something in it must be written. */
    private static ObjectNode section(Section section) {
        var required = section.members().stream()
                .filter(inner -> inner.need() == Need.REQUIRED)
                .map(Member::name)
                .toList();
        var schema = JSON.objectNode().put("description", section.help().does());
        if (required.isEmpty()) {
            schema.putArray("type").add("object").add("null");
        } else {
            schema.put("type", "object");
            words(schema, "required", required);
        }
        schema.put("additionalProperties", false);
        var properties = schema.putObject("properties");
        section.members().forEach(inner -> properties.set(inner.name(), of(inner)));
        return schema;
    }

    private static ObjectNode field(Field<?> field) {
        var unwritten = field.need() == Need.REQUIRED ? "" : " When not written: " + field.unwritten() + ".";
        var schema = JSON.objectNode();
        schema.put(
                "description", field.help().does() + " Must be " + field.type().allowed() + "." + unwritten);
        schema.setAll(type(field.type()));
        if (field.need() == Need.OPTIONAL) {
            byDefault(field, schema);
        }
        return schema;
    }

    private static void byDefault(Field<?> field, ObjectNode schema) {
        switch (field.fallback()) {
            case Boolean truth -> schema.put("default", truth);
            case Integer number when field.unwritten().equals(number.toString()) -> schema.put("default", number);
            case Integer _, Long _ -> {} // none that could be written: its default follows from something else
            default -> schema.put("default", field.unwritten());
        }
    }

    private static ObjectNode type(FieldType<?> type) {
        return switch (type) {
            case Exactly exactly -> JSON.objectNode().put("const", exactly.word());
            case OneOf<?> oneOf -> words(JSON.objectNode(), "enum", Words.all(oneOf.choice()));
            case Truth _ -> JSON.objectNode().put("type", "boolean");
            case WholeNumber number -> whole(number.from(), number.to());
            case PortType port -> {
                var schema = whole(1, PortType.HIGHEST);
                var taken = schema.putObject("not").putArray("enum");
                port.taken().stream().sorted().forEach(taken::add);
                yield schema;
            }
            case NameType name ->
                text("(?!%s)%s".formatted(name.reserved(), NameType.LABEL)).put("maxLength", name.longest());
            case ImageType _ ->
                text("(?!%s$)%s".formatted(ImageType.IMAGE_ID, ImageType.REFERENCE))
                        .put("maxLength", ImageType.LONGEST);
            case DurationType _ -> text(DurationType.DURATION.pattern());
            case SizeType _ -> text(SizeType.SIZE.pattern());
            case CpusType cpus -> cpus(cpus);
        };
    }

    private static ObjectNode cpus(CpusType cpus) {
        var schema = JSON.objectNode();
        var number = JSON.objectNode().put("type", "number");
        number.set("minimum", JSON.numberNode(new java.math.BigDecimal(cpus.from())));
        number.set("maximum", JSON.numberNode(new java.math.BigDecimal(cpus.to())));
        schema.putArray("anyOf").add(number).add(text(CpusType.CORES + "|" + CpusType.THOUSANDTHS));
        return schema;
    }

    private static ObjectNode whole(int from, int to) {
        return JSON.objectNode().put("type", "integer").put("minimum", from).put("maximum", to);
    }

    private static ObjectNode text(String pattern) {
        return JSON.objectNode().put("type", "string").put("pattern", "^(?:" + pattern + ")$");
    }

    private static ObjectNode words(ObjectNode schema, String key, Collection<String> words) {
        var array = schema.putArray(key);
        words.forEach(array::add);
        return schema;
    }
}
