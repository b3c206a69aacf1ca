package dev.skep.cli;

import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A backup as a file, or, where its name is {@code -}, as what a pipe carries. */
record BackupFile(String name) {
    boolean isPipe() {
        return name.equals("-");
    }

    /** Says before anything is asked what would not go at the end. */
    void requireNew() {
        if (Files.exists(Path.of(name))) {
            throw there();
        }
        requireFolder();
    }

    /** As {@link #requireNew}, where a file that is there may be replaced. */
    void requireReplaceable() {
        if (Files.exists(Path.of(name), LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(Path.of(name), LinkOption.NOFOLLOW_LINKS)) {
            throw new CannotGoOn(name + " is no plain file, and is not replaced; name another");
        }
        requireFolder();
    }

    private void requireFolder() {
        if (!Files.isDirectory(folder())) {
            throw new CannotGoOn("%s cannot be written: there is no folder %s".formatted(name, folder()));
        }
    }

    private Path folder() {
        return Path.of(name).toAbsolutePath().getParent();
    }

    private CannotGoOn there() {
        return new CannotGoOn(name + " is there already; name another file, or have it replaced: --force");
    }

    /** Writes it as a whole, to the disk, for its owner only; a file that is there is left as it is. */
    void create(String text) {
        try {
            Files.createFile(Path.of(name)); // of two who write it at once, one is told
            write(text);
        } catch (FileAlreadyExistsException e) {
            throw there();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The same in the place of a file that may be there: who reads it meanwhile sees the old text or the new one. */
    void replace(String text) {
        try {
            write(text);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private CannotGoOn unwritable(IOException e) {
        return new CannotGoOn("%s cannot be written: %s".formatted(name, e));
    }

    private void write(String text) throws IOException {
        var draft = Files.createTempFile(folder(), ".skep-backup", "");
        try {
            Files.writeString(draft, text);
            sync(draft, StandardOpenOption.WRITE);
            Files.move(draft, Path.of(name), StandardCopyOption.ATOMIC_MOVE);
            sync(folder(), StandardOpenOption.READ);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** What it holds, whole and as it was written. */
    Backup read(InputStream pipe) {
        return switch (BackupText.read(text(pipe))) {
            case BackupText.Read.Sound(var backup) -> backup;
            case BackupText.Read.Damaged(var why) -> throw new CannotGoOn("%s: %s".formatted(name, why));
        };
    }

    private String text(InputStream pipe) {
        try (var in = isPipe() ? pipe : Files.newInputStream(Path.of(name))) {
            // One byte more than there may be, so that what is too long is not taken for a whole one.
            return new String(in.readNBytes(BackupText.MOST_BYTES + 1), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new CannotGoOn(name + " cannot be read: there is no such file");
        } catch (IOException e) {
            throw new CannotGoOn("%s cannot be read: %s".formatted(name, e));
        }
    }
}
