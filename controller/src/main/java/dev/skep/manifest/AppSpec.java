package dev.skep.manifest;

import java.time.Duration;

/**
 * The web service that counts: {@code spec.app}.
 *
 * @param requestTimeout how long a request waits for Redis at most
 */
public record AppSpec(
        ImageRef image,
        int replicas,
        ExposeSpec expose,
        ResourcesSpec resources,
        Duration requestTimeout,
        UpdateSpec update) {}
