package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time: hours, minutes, seconds, milliseconds, each with its unit, as {@code 1h30m}. */
record DurationType(String from, String to) implements FieldType<Duration> {
    static final Pattern DURATION =
            Pattern.compile("(?=.)(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");
    private static final List<String> EXAMPLES = List.of("500ms", "3s", "30s", "2m", "1h30m");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    @Override
    public String type() {
        return "string";
    }

    @Override
    public String allowed() {
        var examples = EXAMPLES.stream().filter(e -> inRange(e).isPresent()).toList();
        int last = examples.size() - 1;
        return "a duration from %s to %s, such as %s or %s"
                .formatted(from, to, String.join(", ", examples.subList(0, last)), examples.get(last));
    }

    @Override
    public Optional<Duration> parse(Scalar written) {
        return inRange(written.text());
    }

    private Optional<Duration> inRange(String text) {
        return duration(text)
                .filter(duration -> duration.compareTo(duration(from).orElseThrow()) >= 0)
                .filter(duration -> duration.compareTo(duration(to).orElseThrow()) <= 0);
    }

    @Override
    public Optional<String> hint(Scalar written) {
        return DIGITS.matcher(written.text()).matches()
                ? Optional.of("did you mean '%ss'?".formatted(written.text()))
                : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        var parts = DURATION.matcher(text);
        return parts.matches()
                ? Optional.of(Duration.ofHours(part(parts, 1))
                        .plusMinutes(part(parts, 2))
                        .plusSeconds(part(parts, 3))
                        .plusMillis(part(parts, 4)))
                : Optional.empty();
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
