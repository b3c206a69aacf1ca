package dev.skep.e2e;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The calls of the engine's API that docs/operations.md says a proxy must let through: a {@code *} is any name or id. */
final class EngineCalls {
    private static final Pattern CALL = Pattern.compile("`((?:GET|POST|DELETE) /[^`]+)`");

    private EngineCalls() {}

    /** Those of the rows that say they are for one of these. */
    static Set<String> of(String... users) {
        return rows().stream()
                .map(row -> row.split(" \\| ", 2))
                .filter(row -> List.of(users).stream().anyMatch(row[1]::contains))
                .flatMap(row -> CALL.matcher(row[0]).results().map((MatchResult call) -> call.group(1)))
                .collect(toUnmodifiableSet());
    }

    private static List<String> rows() {
        try (var lines = Files.lines(Lab.root().resolve("docs/operations.md"))) {
            return lines.filter(line -> line.matches("\\| `(GET|POST|DELETE) .*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
