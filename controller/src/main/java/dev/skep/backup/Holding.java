package dev.skep.backup;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one counter is: its count, and what keeps a request from being counted twice (docs/exactly-once.md).
 *
 * @param writers what is remembered of each writer, by its id: {@code sequence:value} of its latest batch
 */
public record Holding(long count, Map<String, String> writers) {
    /** As apply-batch.lua writes it; in Lua, the number of a batch is exact only so far. */
    private static final Pattern BATCH = Pattern.compile("\\d{1,15}:-?\\d{1,19}");

    /**
     * Checks what is remembered.
     *
     * @throws IllegalArgumentException where it is not what an app writes
     */
    public Holding {
        writers.forEach((id, batch) -> {
            if (!BATCH.matcher(batch).matches()) {
                throw new IllegalArgumentException(
                        "\"%s\", which is remembered of the writer %s, is no number and value".formatted(batch, id));
            }
        });
        writers = Map.copyOf(writers);
    }

    /** The same with what is remembered of these writers. */
    Holding remembering(Predicate<String> which) {
        return new Holding(
                count,
                writers.entrySet().stream()
                        .filter(w -> which.test(w.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
