package dev.skep.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.manifest.FieldType.Exactly;
import dev.skep.manifest.FieldType.OneOf;
import dev.skep.manifest.FieldType.Truth;
import dev.skep.manifest.Member.Field;
import dev.skep.manifest.Member.Need;
import dev.skep.manifest.Member.Section;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Documents of every shape, right and wrong, made from {@link ManifestFields}. */
final class Documents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Documents() {}

    /** With a mistake here and there, of those that a schema can tell. */
    static Arbitrary<JsonNode> some() {
        return value(ManifestFields.MANIFEST, 1);
    }

    /** Without a mistake. */
    static Arbitrary<JsonNode> right() {
        return value(ManifestFields.MANIFEST, 0);
    }

    private static Arbitrary<JsonNode> value(Member member, int wrongs) {
        Arbitrary<JsonNode> right =
                switch (member) {
                    case Field<?> field -> Arbitraries.of(right(field));
                    case Section section -> section(section, wrongs);
                };
        List<JsonNode> wrong =
                switch (member) {
                    case Field<?> field -> wrong(field.type());
                    case Section _ -> List.of(JSON.arrayNode(), JSON.textNode("x"), JSON.numberNode(3));
                };
        return wrongs == 0
                ? right
                : Arbitraries.frequencyOf(Tuple.of(60, right), Tuple.of(wrongs, Arbitraries.of(wrong)));
    }

    private static Arbitrary<JsonNode> section(Section section, int wrongs) {
        var members = section.members().stream()
                .map(inner -> value(inner, wrongs)
                        .optional(inner.need() == Need.OPTIONAL ? 0.5 : wrongs == 0 ? 1 : 0.99)
                        .map(value -> new Part(inner.name(), value.orElse(JSON.missingNode()))))
                .toList();
        var unknown = Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.just(new Part("", JSON.missingNode()))),
                Tuple.of(wrongs, Arbitraries.just(new Part("unknown", JSON.numberNode(1)))));
        return Combinators.combine(Combinators.combine(members).as(parts -> parts), unknown)
                .as((parts, other) -> object(Stream.concat(parts.stream(), Stream.of(other))));
    }

    private static JsonNode object(Stream<Part> parts) {
        ObjectNode object = JSON.objectNode();
        parts.filter(part -> !part.value.isMissingNode()).forEach(part -> object.set(part.name, part.value));
        return object;
    }

    private record Part(String name, JsonNode value) {}

    /** Such that no rule between fields is broken: those are the reader's alone. */
    private static List<JsonNode> right(Field<?> field) {
        if (field.equals(ManifestFields.MODE)) {
            return texts(Words.all(ManifestFields.RedisMode.class).stream().filter(Documents::isSupported));
        }
        if (field.equals(ManifestFields.ORDER)) {
            return texts(Stream.of("stop-first"));
        }
        return switch (field.type()) {
            case Exactly exactly -> texts(Stream.of(exactly.word()));
            case OneOf<?> oneOf -> texts(Words.all(oneOf.choice()).stream());
            case Truth _ -> List.of(JSON.booleanNode(true), JSON.booleanNode(false));
            case WholeNumber number when field.equals(ManifestFields.QUORUM) -> numbers(number.from(), 2, 3);
            case WholeNumber number -> numbers(number.from(), number.to());
            case PortType _ -> numbers(1, 2376, 2378, 8080, PortType.HIGHEST);
            case NameType name ->
                texts(Stream.of("a", "incr", "a-1", "ske", "x".repeat(name.longest()), "y", "true-1"));
            case ImageType _ ->
                texts(Stream.of(
                        "a", "redis:7", "localhost:5000/x/y__z:V1_2-3", "[2001:db8::1]:5000/app", "7", "a".repeat(63)));
            case DurationType type -> texts(Stream.of(type.from(), type.to(), "1s", "0m2s500ms", "15000ms"));
            case SizeType type -> texts(Stream.of(type.from(), type.to(), "64M", "65536Ki", "1G"));
            case CpusType type ->
                Stream.concat(
                                texts(Stream.of(type.from(), type.to(), "0.5", "500m")).stream(),
                                Stream.of(JSON.numberNode(0.01), JSON.numberNode(0.5), JSON.numberNode(1024)))
                        .map(JsonNode.class::cast)
                        .toList();
        };
    }

    /** What the reader refuses as not yet supported is in the schema all the same, for it will be. */
    private static boolean isSupported(String mode) {
        return ManifestReader.read(Texts.FILE, Texts.HEAD + "  redis: { mode: " + mode + " }")
                .problems()
                .isEmpty();
    }

    private static List<JsonNode> wrong(FieldType<?> type) {
        var wrong =
                switch (type) {
                    case Exactly _, OneOf<?> _ -> texts(Stream.of("other", "", "SINGLE"));
                    case Truth _ -> texts(Stream.of("true", "yes"));
                    case WholeNumber number -> numbers(number.from() - 1, number.to() + 1, -1);
                    case PortType _ -> numbers(0, -1, 2377, 7946, PortType.HIGHEST + 1);
                    case NameType name ->
                        texts(Stream.of(
                                "", "A", "1a", "a-", "a_b", "skep", "skep-x", "é", "x".repeat(name.longest() + 1)));
                    case ImageType _ ->
                        texts(Stream.of("", "A/b", "redis:", "-x", "a b", "a@sha256:0", "a".repeat(64), "http://a"));
                    case DurationType _ -> texts(Stream.of("", "1", "1d", "1m1h", "-1s", "1.5s"));
                    case SizeType _ -> texts(Stream.of("", "128", "128MB", "1g", "-1Gi", "1 Gi", "9999999999Gi"));
                    case CpusType _ ->
                        Stream.concat(
                                        texts(Stream.of("", "-1", "1e2", "half", "0,5", "1.")).stream(),
                                        Stream.of(JSON.numberNode(0.001), JSON.numberNode(1025)))
                                .map(JsonNode.class::cast)
                                .toList();
                };
        var ofNoType = Stream.of(JSON.nullNode(), JSON.arrayNode(), JSON.objectNode());
        var ofAnother =
                switch (type.type()) {
                    case "boolean", "integer" -> Stream.of(JSON.textNode("1"), JSON.numberNode(1.5));
                    case "string" -> Stream.of(JSON.numberNode(7), JSON.booleanNode(true));
                    default -> Stream.of(JSON.booleanNode(true));
                };
        return Stream.of(wrong.stream(), ofNoType, ofAnother)
                .flatMap(nodes -> nodes.map(JsonNode.class::cast))
                .toList();
    }

    private static List<JsonNode> texts(Stream<String> texts) {
        return texts.<JsonNode>map(JSON::textNode).toList();
    }

    private static List<JsonNode> numbers(int... numbers) {
        return java.util.Arrays.stream(numbers)
                .<JsonNode>mapToObj(JSON::numberNode)
                .toList();
    }
}
