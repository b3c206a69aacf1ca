package dev.skep.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Manifests of counters that nobody reaches, a file each.
 *
 * @param folder that is watched
 */
record BenchManifests(Path folder) {
    static String name(int number) {
        return String.format(Locale.ROOT, "bench-%04d", number);
    }

    /** Saves it as editors do: whole, or not at all. */
    void save(String name, int replicas, int mebibytes) throws IOException {
        save(name, replicas, mebibytes, 1);
    }

    /** As above, and so many replicas are replaced at a time. */
    void save(String name, int replicas, int mebibytes, int parallelism) throws IOException {
        var draft = folder.resolve("." + name + ".yaml~");
        Files.writeString(draft, text(name, replicas, mebibytes, parallelism));
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    private Path file(String name) {
        return folder.resolve(name + ".yaml");
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
