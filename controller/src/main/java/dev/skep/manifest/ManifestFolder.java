package dev.skep.manifest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the manifests of a folder, again and again: a file whose text is as before is not parsed again. */
public final class ManifestFolder {
    private final Path folder;
    private Map<Path, ReadText> last = Map.of();

    /** Reads nothing yet. */
    public ManifestFolder(Path folder) {
        this.folder = folder;
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
            var read = new LinkedHashMap<Path, ReadText>();
            for (var file : files(folder)) {
                ManifestFiles.readIfThere(file, Optional.ofNullable(last.get(file)))
                        .ifPresent(text -> read.put(file, text));
            }
            last = read;
            return new FolderResult.Readable(ReadTogether.of(List.copyOf(read.values())));
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
