package dev.skep.desired;

import java.util.Map;

/** A Swarm secret that should be. It holds no password: a {@link Password} stands for each until the secret is made. */
public record DesiredSecret(String name, Map<String, String> labels, String template) {}
