package dev.skep.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Builds raw JSON and hashes it. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .nodeFactory(SmallNodes.INSTANCE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Sorts the keys, so that equal trees have equal texts. */
    private static final ObjectWriter SORTED = MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private Json() {}

    /**
     * An object of alternating keys and values; a value is a text, a number, a boolean, a list, a map or a node.
     */
    public static ObjectNode object(Object... keysAndValues) {
        var object = MAPPER.createObjectNode();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.set((String) keysAndValues[i], MAPPER.valueToTree(keysAndValues[i + 1]));
        }
        return object;
    }

    /** A list of texts. */
    static JsonNode list(String... texts) {
        return MAPPER.valueToTree(texts);
    }

    /** An object as {@link #object}, in a list of one. */
    public static List<ObjectNode> listOf(Object... keysAndValues) {
        return List.of(object(keysAndValues));
    }

    /** The environment of a service's containers, each variable as {@code NAME=VALUE}. */
    public static Stream<String> environment(JsonNode service) {
        return service.at("/TaskTemplate/ContainerSpec/Env").valueStream().map(JsonNode::asText);
    }

    /** The object with its text, keys and all, put through this. */
    static ObjectNode rewritten(ObjectNode object, UnaryOperator<String> change) {
        try {
            return (ObjectNode) MAPPER.readTree(change.apply(MAPPER.writeValueAsString(object)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written, or not be read any more", e);
        }
    }

    /** Ten hex digits that differ when the trees differ. */
    public static String hash(JsonNode tree) {
        try {
            return hash(SORTED.writeValueAsString(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /** Ten hex digits that differ when the texts differ. */
    public static String hash(String text) {
        return digest(text).substring(0, 10);
    }

    /** Forty of them, as Sentinel's ids have. */
    public static String longHash(String text) {
        return digest(text).substring(0, 40);
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
