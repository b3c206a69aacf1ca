package dev.skep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The folder that the controller watches. Files change as editors change them: written aside, then renamed. */
final class Manifests {
    private final Path folder;
    private final Path aside;

    private Manifests(Path folder, Path aside) {
        this.folder = folder;
        this.aside = aside;
    }

    /** An empty folder that the controller's user may read, and one beside it that nobody watches. */
    static Manifests in(Path parent) {
        var manifests = new Manifests(parent.resolve("manifests"), parent.resolve("aside"));
        attempt(() -> {
            Files.createDirectories(manifests.folder);
            Files.createDirectories(manifests.aside);
            Files.setPosixFilePermissions(manifests.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (var left : manifests.files()) {
                Files.delete(left);
            }
            return null;
        });
        return manifests;
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name + ".yaml");
    }

    void edit(Document manifest) {
        edit(manifest.name(), manifest.text());
    }

    void edit(String name, String text) {
        move(draft(name, text), file(name));
    }

    /** A file with that text where the controller does not look. */
    Path draft(String name, String text) {
        return attempt(() -> {
            var draft = Files.writeString(aside.resolve(name + ".yaml"), text);
            return Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
        });
    }

    void delete(String name) {
        attempt(() -> Files.deleteIfExists(file(name)));
    }

    /** Takes all files out of the folder. */
    List<Path> takeAway() {
        return files().stream()
                .map(f -> move(f, aside.resolve(f.getFileName())))
                .toList();
    }

    /** Puts a file that was taken away back. */
    void putBack(Path taken) {
        move(taken, folder.resolve(taken.getFileName()));
    }

    private List<Path> files() {
        return attempt(() -> {
            try (var files = Files.list(folder)) {
                return files.toList();
            }
        });
    }

    private static Path move(Path from, Path to) {
        return attempt(() -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    private interface Io<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(Io<T> io) {
        try {
            return io.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
