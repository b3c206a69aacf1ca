package dev.skep.plan;

/**
 * Something that Skep could do, and will not before a person acts.
 *
 * @param reason one word in CamelCase, for programs
 * @param message what is held, why, and what to do
 */
public record Hold(String reason, String message) {
    /** The manifest asks for another mode than the one that counts. */
    static final String MODE_CHANGE = "ModeChange";

    /** A wish of the manifest's own, and no trouble. */
    public static final String SUSPENDED = "Suspended";
}
