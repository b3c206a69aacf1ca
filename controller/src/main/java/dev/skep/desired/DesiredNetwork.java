package dev.skep.desired;

import java.util.Map;

/** An overlay network that should be. */
public record DesiredNetwork(String name, Map<String, String> labels) {}
