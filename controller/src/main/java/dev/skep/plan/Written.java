package dev.skep.plan;

/**
 * Where and how a manifest is written.
 *
 * @param source its file, line and column
 * @param text its document
 */
public record Written(String source, String text) {}
