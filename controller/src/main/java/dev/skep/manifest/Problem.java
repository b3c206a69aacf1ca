package dev.skep.manifest;

/**
 * What is wrong with a manifest, where, and what to write instead.
 *
 * @param at where
 * @param message what is wrong, with the allowed values and the nearest right word where there is one
 */
public record Problem(SourcePosition at, String message) {
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
