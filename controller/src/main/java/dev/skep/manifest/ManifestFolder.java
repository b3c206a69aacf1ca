package dev.skep.manifest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the manifests of a folder, again and again: a file that has not been changed is not read again, and one whose text is
 * as before is not parsed again.
 */
public final class ManifestFolder {
    /** Not every file system's stamps tell all: that of another machine may, or what is written through memory. */
    static final Duration TRUSTED = Duration.ofSeconds(30);

    private final Path folder;
    private final InstantSource clock;
    private Map<Path, Known> last = Map.of();

    /**
     * A file as it was last read.
     *
     * @param stamp what has it is still that; empty if it is to be read in any case
     */
    private record Known(ReadText text, Instant read, Optional<FileStamp> stamp) {
        boolean isStill(Optional<FileStamp> stampNow, Instant now) {
            return stampNow.isPresent() && stampNow.equals(stamp) && now.isBefore(read.plus(TRUSTED));
        }
    }

    /** Reads nothing yet. */
    public ManifestFolder(Path folder) {
        this(folder, InstantSource.system());
    }

    ManifestFolder(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Reads a folder once; see {@link #read()}. */
    public static FolderResult read(Path folder) {
        return new ManifestFolder(folder).read();
    }

    /**
     * Reads {@code *.yaml} and {@code *.yml} directly in the folder, in the order of their names. Hidden files and what
     * editors leave behind do not count; folders within it, such as {@code examples}, are not entered.
     */
    public synchronized FolderResult read() {
        try {
            var read = new LinkedHashMap<Path, Known>();
            for (var file : files(folder)) {
                readIfThere(file, Optional.ofNullable(last.get(file))).ifPresent(known -> read.put(file, known));
            }
            last = read;
            return new FolderResult.Readable(
                    ReadTogether.of(read.values().stream().map(Known::text).toList()));
        } catch (NoSuchFileException e) {
            return new FolderResult.Unreadable("there is no folder " + folder);
        } catch (NotDirectoryException e) {
            return new FolderResult.Unreadable(folder + " is not a folder");
        } catch (AccessDeniedException e) {
            return new FolderResult.Unreadable(
                    "the folder " + folder + " may not be read: check its owner and its mode");
        } catch (IOException e) {
            return new FolderResult.Unreadable("the folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    /** What could not be read is tried again each time: not all that stands in the way is the file's own. */
    private Optional<Known> readIfThere(Path file, Optional<Known> before) {
        var now = clock.instant();
        var stamp = stamp(file);
        if (before.filter(known -> known.isStill(stamp, now)).isPresent()) {
            return before;
        }
        var read = ManifestFiles.readIfThere(file, before.map(Known::text));
        var ofWhatWasRead =
                stamp.filter(s -> s.wouldTellAChangeAfter(now) && stamp(file).equals(stamp));
        return read.map(text ->
                new Known(text, now, ofWhatWasRead.filter(_ -> text.text().isPresent())));
    }

    /** Where there is none, whoever reads the file is told why. */
    private static Optional<FileStamp> stamp(Path file) {
        try {
            return Optional.of(FileStamp.of(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a file of this name in a manifest folder is a manifest; editors' {@code .x.swp} or {@code x.yaml~} are not. */
    public static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static List<Path> files(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder, ManifestFolder::isManifest)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        return files;
    }
}
