package dev.skep.manifest;

/**
 * A field that two texts write otherwise.
 *
 * @param field its path, such as {@code spec.app.replicas}
 * @param from as it was written; null: it was not
 * @param to as it is written; null: it is not
 */
public record TextChange(String field, String from, String to) {
    @Override
    public String toString() {
        return "%s: %s -> %s".formatted(field, text(from), text(to));
    }

    private static String text(String value) {
        return value == null ? "(not written)" : value;
    }
}
