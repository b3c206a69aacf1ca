package dev.skep.e2e;

/** A manifest as a person would write it. */
record ManifestText(
        String name,
        String image,
        int replicas,
        String via,
        int port,
        String memory,
        String monitor,
        String mode,
        String redis)
        implements Document {
    static final String APP = Lab.setting("SKEP_IMAGE_APP");

    /** One replica that is not published. */
    static ManifestText manifest(String name) {
        return new ManifestText(name, APP, 1, "none", 8080, "128Mi", "3s", "single", "");
    }

    ManifestText name(String other) {
        return new ManifestText(other, image, replicas, via, port, memory, monitor, mode, redis);
    }

    ManifestText image(String reference) {
        return new ManifestText(name, reference, replicas, via, port, memory, monitor, mode, redis);
    }

    ManifestText replicas(int number) {
        return new ManifestText(name, image, number, via, port, memory, monitor, mode, redis);
    }

    ManifestText via(String way, int published) {
        return new ManifestText(name, image, replicas, way, published, memory, monitor, mode, redis);
    }

    ManifestText memory(String limit) {
        return new ManifestText(name, image, replicas, via, port, limit, monitor, mode, redis);
    }

    /** As in {@code spec.app.update.monitor}. */
    ManifestText monitor(String time) {
        return new ManifestText(name, image, replicas, via, port, memory, time, mode, redis);
    }

    /** As in {@code spec.redis.mode}. */
    ManifestText mode(String redisMode) {
        return new ManifestText(name, image, replicas, via, port, memory, monitor, redisMode, redis);
    }

    /** More of {@code spec.redis}, as a line of it. */
    ManifestText redis(String line) {
        return new ManifestText(name, image, replicas, via, port, memory, monitor, mode, line);
    }

    @Override
    public String text() {
        return """
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata:
                  name: %s
                spec:
                  app:
                    image: %s
                    replicas: %d
                    expose: { via: %s, port: %d }
                    resources: { cpus: 0.5, memory: %s }
                    update: { monitor: %s, deadline: 90s }
                  redis:
                    mode: %s
                    %s
                """.formatted(name, image, replicas, via, port, memory, monitor, mode, redis);
    }
}
