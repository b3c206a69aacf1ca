package dev.skep.manifest;

/**
 * One document of a manifest file, read and valid.
 *
 * @param name the name everything made for it starts with: a DNS label
 * @param at where the document starts, for messages
 * @param spec what is wanted
 */
public record Manifest(String name, SourcePosition at, IncrementorSpec spec) {}
