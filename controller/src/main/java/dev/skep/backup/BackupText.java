package dev.skep.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skep.backup.Backup.Shard;
import dev.skep.desired.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A backup as a file holds it: JSON that a person can read, and in its last line but one the SHA-256 of all before that line. It
 * is read only if it is, to the byte, what Skep would write of what it says: whatever was changed, or is missing, is noticed.
 */
public final class BackupText {
    /** Of what is written; the number grows when what is written before it could not be read in the same way. */
    static final String FORMAT = "skep-backup/1";

    /** So much a config of Swarm may hold: a backup is handed over as one. */
    public static final int MOST_BYTES = 500_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /** One line a value, the same on every system. */
    private static final ObjectWriter LINES = JSON.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private static final String SUM = "  \"sha256\": \"";

    private BackupText() {}

    /** What became of reading one. */
    public sealed interface Read {
        record Sound(Backup backup) implements Read {}

        /** It is no backup, or no whole one. */
        record Damaged(String why) implements Read {}
    }

    /** As a file, or a config, holds it. */
    public static String write(Backup backup) {
        var shards = backup.shards().stream()
                .map(s -> Json.object(
                        "group",
                        s.group(),
                        "count",
                        s.holding().count(),
                        "writers",
                        new TreeMap<>(s.holding().writers())))
                .toList();
        var document = Json.object(
                "format", FORMAT,
                "manifest", backup.manifest(),
                "mode", backup.mode(),
                "generation", backup.generation(),
                "taken", backup.taken().toString(),
                "sum", backup.sum(),
                "shards", shards);
        var lines = lines(document);
        var summed = lines.substring(0, lines.length() - "\n}".length()) + ",\n";
        return summed + SUM + sha256(summed) + "\"\n}\n";
    }

    private static String lines(JsonNode document) {
        try {
            return LINES.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /** Reads what {@link #write} wrote, and nothing else. */
    public static Read read(String text) {
        try {
            var document = JSON.readTree(text);
            var format = document.path("format").asText("");
            if (!format.equals(FORMAT)) {
                return new Read.Damaged(
                        format.isEmpty()
                                ? "it is no backup of Skep: it has no \"format\""
                                : "its format is \"%s\", and this Skep reads \"%s\"".formatted(format, FORMAT));
            }
            var backup = backup(document);
            return write(backup).equals(text)
                    ? new Read.Sound(backup)
                    : new Read.Damaged(
                            "it is not as Skep wrote it: it was changed, or a part is missing (its SHA-256 does not match)");
        } catch (JsonProcessingException e) {
            return new Read.Damaged("it is no JSON document, or only a part of one: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            return new Read.Damaged("it was changed: " + e.getMessage());
        }
    }

    private static Backup backup(JsonNode document) {
        var groups = document.path("shards")
                .valueStream()
                .map(s -> s.path("group").asText())
                .toList();
        if (groups.isEmpty() || new HashSet<>(groups).size() < groups.size()) {
            throw new IllegalArgumentException("it has no counters, or one twice: " + groups);
        }
        return new Backup(
                document.path("manifest").asText(),
                document.path("mode").asText(),
                number(document, "generation"),
                Instant.parse(document.path("taken").asText()),
                document.path("shards").valueStream().map(BackupText::shard).toList());
    }

    private static Shard shard(JsonNode shard) {
        var writers = shard.path("writers").propertyStream().collect(Collectors.toMap(f -> f.getKey(), f -> f.getValue()
                .asText()));
        return new Shard(shard.path("group").asText(), new Holding(number(shard, "count"), writers));
    }

    private static long number(JsonNode object, String field) {
        var number = object.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException("\"%s\" is no whole number".formatted(field));
        }
        return number.asLong();
    }

    static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
