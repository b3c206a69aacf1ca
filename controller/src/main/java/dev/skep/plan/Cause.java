package dev.skep.plan;

import dev.skep.manifest.SourcePosition;

/** Why a field of a service gets another value. */
public sealed interface Cause {
    /** A field of the manifest asks for it, there. */
    record Asked(String field, SourcePosition at) implements Cause {}

    /** A field that the manifest does not write has this default. */
    record Unwritten(String field, SourcePosition manifest) implements Cause {}

    /** No field of the manifest says it: this version of Skep, or its key, is another. */
    record Skep() implements Cause {}

    /**
     * Somebody else changed it after the manifest was applied.
     *
     * @param wanted why it had the value that it gets back
     */
    record Drift(Cause wanted) implements Cause {}

    /** It goes back to what ran before. */
    record RolledBack() implements Cause {}

    /** For people, to follow a change in brackets. */
    default String text() {
        return switch (this) {
            case Asked(var field, var at) -> field + " at " + at;
            case Unwritten(var field, var manifest) -> field + " is not written in " + manifest + ": its default";
            case Skep() -> "set by Skep itself";
            case Drift(Skep()) -> "changed by hand; put back by Skep";
            case Drift(var wanted) -> "changed by hand; " + wanted.text();
            case RolledBack() -> "as it ran before";
        };
    }
}
