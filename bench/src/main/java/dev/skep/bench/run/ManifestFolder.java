package dev.skep.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder that the controller follows, with a file for each manifest of a benchmark.
 *
 * @param folder that is watched
 */
public record ManifestFolder(Path folder) {
    /** That of the controller on the swarm, which ./skep tells. */
    public static ManifestFolder ofController(String otherwise) {
        var folder = System.getenv("SKEP_MANIFESTS");
        if (folder == null || folder.isEmpty()) {
            throw new BenchException("Skep does not run on a swarm: first ./skep up" + otherwise);
        }
        return new ManifestFolder(Path.of(folder));
    }

    /** Saves it as editors do: whole, or not at all. */
    public void save(String name, String text) throws IOException {
        var draft = folder.resolve("." + name + ".yaml~");
        Files.writeString(draft, text);
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    public boolean has(String name) {
        return Files.exists(file(name));
    }

    public Path file(String name) {
        return folder.resolve(name + ".yaml");
    }
}
