package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time: hours, minutes, seconds, milliseconds, each with its unit, as {@code 1h30m}. */
record DurationType(String from, String to) implements FieldType<Duration> {
    static final Pattern DURATION =
            Pattern.compile("(?=.)(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    @Override
    public String type() {
        return "string";
    }

    @Override
    public String allowed() {
        return "a duration from %s to %s, such as 500ms, 30s, 2m or 1h30m".formatted(from, to);
    }

    @Override
    public Optional<Duration> parse(Scalar written) {
        return duration(written.text())
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
