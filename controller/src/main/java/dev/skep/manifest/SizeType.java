package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An amount of bytes with a unit, as Kubernetes writes it: {@code 128Mi} is 2^27, {@code 128M} is 128,000,000. */
record SizeType(String from, String to) implements FieldType<Long> {
    static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kMGT]|[KMGT]i)");
    private static final Pattern NEARLY = Pattern.compile("([0-9]{1,9})\\s*([kKmMgGtT]?)([iI]?)[bB]?");

    @Override
    public String type() {
        return "string";
    }

    @Override
    public String allowed() {
        return "a size from %s to %s with its unit (k, M, G, T or Ki, Mi, Gi, Ti), such as 128Mi".formatted(from, to);
    }

    @Override
    public Optional<Long> parse(Scalar written) {
        return bytes(written.text())
                .filter(bytes ->
                        bytes >= bytes(from).orElseThrow() && bytes <= bytes(to).orElseThrow());
    }

    @Override
    public Optional<String> hint(Scalar written) {
        var nearly = NEARLY.matcher(written.text());
        if (!nearly.matches() || SIZE.matcher(written.text()).matches()) {
            return Optional.empty();
        }
        String unit = nearly.group(2).isEmpty() ? "M" : nearly.group(2).toUpperCase(Locale.ROOT);
        return Optional.of("did you mean '%s%si'?".formatted(nearly.group(1), unit));
    }

    private static Optional<Long> bytes(String text) {
        var size = SIZE.matcher(text);
        return size.matches() ? Optional.of(Long.parseLong(size.group(1)) * unit(size.group(2))) : Optional.empty();
    }

    /** At most 2^40, so that nine digits of it stay within a long. */
    private static long unit(String name) {
        return switch (name) {
            case "k" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            case "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            case "Ti" -> 1L << 40;
            default -> throw new IllegalArgumentException("no unit: " + name);
        };
    }
}
