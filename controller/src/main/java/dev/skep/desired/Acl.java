package dev.skep.desired;

import dev.skep.desired.Password.User;
import dev.skep.observed.Rotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who is let in, and what they may do there: https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
enum Acl {
    /** Of a member. */
    REDIS,
    SENTINEL;

    private final String rules;

    Acl() {
        this.rules = read(name().toLowerCase(Locale.ROOT) + ".acl");
    }

    /** As lines of its configuration, with hashes of all passwords that it takes. */
    String lines(Rotation rotation) {
        return rules.lines()
                .filter(line -> line.startsWith("user "))
                .map(line -> line(line, rotation))
                .collect(Collectors.joining());
    }

    private static String line(String rule, Rotation rotation) {
        var words = rule.split(" ", 3);
        if (words[1].equals("default")) {
            return rule + "\n";
        }
        var user = User.valueOf(words[1].toUpperCase(Locale.ROOT));
        var hashes = Accepted.fromTheStart(user, rotation).stream()
                .map(p -> "#" + p.hash())
                .collect(Collectors.joining(" "));
        return "user %s on %s %s\n".formatted(words[1], hashes, words[2]);
    }

    private static String read(String file) {
        try (var stream = Acl.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is part of the jar", e);
        }
    }
}
