package dev.skep.manifest;

/**
 * A reference to a container image, as the user wrote it: {@code [registry/]path[:tag][@digest]}, known to be well formed.
 */
public record ImageRef(String text) {
    @Override
    public String toString() {
        return text;
    }
}
