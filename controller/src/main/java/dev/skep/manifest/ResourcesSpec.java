package dev.skep.manifest;

/**
 * The limits of one app task: {@code spec.app.resources}.
 *
 * @param nanoCpus CPU time in billionths of a core; 0: no limit
 * @param memoryBytes memory in bytes; 0: no limit
 */
public record ResourcesSpec(long nanoCpus, long memoryBytes) {}
