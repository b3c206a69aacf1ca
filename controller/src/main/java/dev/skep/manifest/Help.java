package dev.skep.manifest;

/**
 * What a person may want to know of a field or a section beyond its name and its values.
 *
 * @param does what it is for
 * @param changing what happens when it is changed while the counter runs; of a section empty, for its fields say it
 */
record Help(String does, String changing) {}
