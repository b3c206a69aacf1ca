package dev.skep.bench.engine;

import dev.skep.bench.run.ManifestFolder;
import java.io.IOException;
import java.util.Locale;

/**
 * Manifests of counters that nobody reaches, a file each.
 *
 * @param folder that is watched
 */
record BenchManifests(ManifestFolder folder) {
    static String name(int number) {
        return String.format(Locale.ROOT, "bench-%04d", number);
    }

    void save(String name, int replicas, int mebibytes) throws IOException {
        save(name, replicas, mebibytes, 1);
    }

    /** As above, and so many replicas are replaced at a time. */
    void save(String name, int replicas, int mebibytes, int parallelism) throws IOException {
        folder.save(name, text(name, replicas, mebibytes, parallelism));
    }

    void delete(String name) throws IOException {
        folder.delete(name);
    }

    private static String text(String name, int replicas, int mebibytes, int parallelism) {
        return """
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata: { name: %s }
                spec:
                  app:
                    image: skep/incrementor:1.0.0
                    replicas: %d
                    expose: { port: 8080, via: none }
                    resources: { cpus: 0.5, memory: %dMi }
                    update: { order: start-first, parallelism: %d, failureAction: rollback, deadline: 2m }
                  redis: { mode: single, image: "redis:7", persistence: aof }
                """.formatted(name, replicas, mebibytes, parallelism);
    }
}
