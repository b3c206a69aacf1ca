package dev.skep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces a file as a whole: who reads it meanwhile sees the old text or the new one. */
final class AtomicFile {
    private AtomicFile() {}

    /** Owner and mode stay; a link leads to the new text as well. */
    static void replace(Path file, String text) throws IOException {
        var target = file.toRealPath();
        // Hidden, so that nobody takes it for a manifest.
        var draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".skep");
        try {
            Files.writeString(draft, text);
            Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
            if (!Files.getOwner(draft).equals(Files.getOwner(target))) {
                Files.setOwner(draft, Files.getOwner(target));
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
