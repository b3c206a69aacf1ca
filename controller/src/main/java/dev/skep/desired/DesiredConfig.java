package dev.skep.desired;

import java.util.Map;

/** A Swarm config that should be; its name ends with a hash of the text, for configs cannot be changed. */
public record DesiredConfig(String name, Map<String, String> labels, String text) {}
