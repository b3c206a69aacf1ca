package dev.skep.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads manifests from files. */
public final class ManifestFiles {
    private ManifestFiles() {}

    /** Reads files that a user named, together: a missing one is a problem. */
    public static ReadResult read(List<Path> files) {
        return ReadTogether.of(files.stream()
                .distinct()
                .map(file -> readIfThere(file, Optional.empty())
                        .orElseGet(() -> ReadText.unreadable(file.toString(), "no such file")))
                .toList());
    }

    /**
     * Reads one file; empty if there is none, even if there was a moment ago.
     *
     * @param before what it was when it was last read: the answer, if its text is the same
     */
    static Optional<ReadText> readIfThere(Path file, Optional<ReadText> before) {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                return Optional.of(ReadText.unreadable(name, "this is a folder, not a file"));
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return Optional.of(ReadText.unreadable(name, "this is no regular file"));
            }
            return Optional.of(decode(name, bytes(file), before));
        } catch (NoSuchFileException e) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(ReadText.unreadable(name, "this link leads to no file"))
                    : Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of(ReadText.unreadable(name, "the file may not be read: check its owner and its mode"));
        } catch (IOException e) {
            return Optional.of(ReadText.unreadable(name, "the file cannot be read: " + e.getMessage()));
        }
    }

    /** One byte more than is allowed tells a file that is too large, however large it is. */
    private static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(YamlReader.LARGEST + 1);
        }
    }

    private static ReadText decode(String name, byte[] bytes, Optional<ReadText> before) {
        if (bytes.length > YamlReader.LARGEST) {
            return ReadText.unreadable(name, YamlReader.TOO_LARGE);
        }
        var in = ByteBuffer.wrap(bytes);
        var text = CharBuffer.allocate(bytes.length);
        CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
        text.flip();
        if (end.isUnderflow()) {
            var same = text.toString();
            return before.filter(b -> b.isOf(same)).orElseGet(() -> ReadText.of(name, same));
        }
        String why = "byte 0x%02X is not UTF-8; save the file as UTF-8".formatted(in.get());
        return ReadText.unreadable(TextPosition.of(name, text, text.length()), why);
    }
}
