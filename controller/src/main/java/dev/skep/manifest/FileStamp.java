package dev.skep.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param file which one it is, whatever its name; empty on a system that does not say
 * @param modified anybody may set it
 * @param changed when anything of the file was last changed: only the kernel sets it; empty on a system that has none
 */
public record FileStamp(Optional<Object> file, long size, FileTime modified, Optional<FileTime> changed) {
    /** What is changed twice within a tick of the file system's clock has the same time; one over a network has its own clock. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final String UNIX = "unix";

    /** Of what is there now, at the end of all links. */
    public static FileStamp of(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
            return of(Files.readAttributes(file, BasicFileAttributes.class), Optional.empty());
        }
        var about = Files.readAttributes(file, UNIX + ":fileKey,size,lastModifiedTime,ctime");
        return new FileStamp(
                Optional.of(about.get("fileKey")),
                (long) about.get("size"),
                (FileTime) about.get("lastModifiedTime"),
                Optional.of((FileTime) about.get("ctime")));
    }

    private static FileStamp of(BasicFileAttributes about, Optional<FileTime> changed) {
        return new FileStamp(Optional.ofNullable(about.fileKey()), about.size(), about.lastModifiedTime(), changed);
    }

    /**
     * Whether a file looks as it did then, which costs less to know than its stamp: only who writes in it as much as there was
     * and sets back its time is not seen.
     */
    public boolean looksStill(Path path) throws IOException {
        return equals(of(Files.readAttributes(path, BasicFileAttributes.class), changed));
    }

    /** Whether each change from that moment on gives the file another stamp. */
    boolean wouldTellAChangeAfter(Instant moment) {
        return changed.filter(c -> c.toInstant().plus(TICK).isBefore(moment)).isPresent();
    }
}
