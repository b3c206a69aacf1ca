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
 * @param file which one it is, whatever its name
 * @param modified anybody may set it
 * @param changed when anything of the file was last changed: only the kernel sets it; empty on a system that has none
 */
public record FileStamp(Object file, long size, FileTime modified, Optional<FileTime> changed) {
    /** What is changed twice within a tick of the file system's clock has the same time; one over a network has its own clock. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final String UNIX = "unix";

    /** Of what is there now, at the end of all links. */
    public static FileStamp of(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
            var about = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    Optional.ofNullable(about.fileKey()), about.size(), about.lastModifiedTime(), Optional.empty());
        }
        var about = Files.readAttributes(file, UNIX + ":fileKey,size,lastModifiedTime,ctime");
        return new FileStamp(
                about.get("fileKey"),
                (long) about.get("size"),
                (FileTime) about.get("lastModifiedTime"),
                Optional.of((FileTime) about.get("ctime")));
    }

    /** Whether each change from that moment on gives the file another stamp. */
    boolean wouldTellAChangeAfter(Instant moment) {
        return changed.filter(c -> c.toInstant().plus(TICK).isBefore(moment)).isPresent();
    }
}
