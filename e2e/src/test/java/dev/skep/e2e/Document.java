package dev.skep.e2e;

/** A manifest's text, and what a test must know of it. */
interface Document {
    String name();

    /** As in {@code spec.redis.mode}. */
    String mode();

    /** What stands in the file. */
    String text();
}
