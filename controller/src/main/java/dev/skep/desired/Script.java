package dev.skep.desired;

import dev.skep.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A shell script that runs in a container; its text comes with the controller. */
enum Script {
    START_MEMBER("start-member"),
    /** For one that is alone in its group by design. */
    START_SHARD("start-shard"),
    START_SENTINEL("start-sentinel");

    private final String word;
    private final String text;

    Script(String word) {
        this.word = word;
        this.text = read(word + ".sh");
    }

    /** Where it stands in the container. */
    String path() {
        return "/" + word + ".sh";
    }

    DesiredConfig config(Manifest manifest) {
        return Resources.config(manifest, "redis", word, text);
    }

    private static String read(String file) {
        try (var stream = Script.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is part of the jar", e);
        }
    }
}
