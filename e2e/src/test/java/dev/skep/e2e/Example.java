package dev.skep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of {@code manifests/examples}, as it is but for its name: a person may have a count of that name on the lab. */
record Example(String file, String name, String mode, int replicas, String text) implements Document {
    static Stream<Example> all() {
        var folder = Lab.root().resolve("manifests/examples");
        try (var files = Files.list(folder)) {
            return files.sorted().map(Example::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example read(Path file) {
        try {
            var text = Files.readString(file);
            var replicas = Integer.parseInt(field("replicas", text));
            var name = field("name", text);
            return new Example(
                    file.getFileName().toString(),
                    "t-" + name,
                    field("mode", text),
                    replicas,
                    text.replace("name: " + name, "name: t-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(String name, String text) {
        var found =
                Pattern.compile("^ *" + name + ": *(\\S+)", Pattern.MULTILINE).matcher(text);
        if (!found.find()) {
            throw new AssertionError("it has the field " + name + "? " + text);
        }
        return found.group(1);
    }

    @Override
    public String toString() {
        return file;
    }
}
