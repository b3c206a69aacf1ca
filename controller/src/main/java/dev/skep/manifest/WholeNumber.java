package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import dev.skep.manifest.YamlNode.Style;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A whole number in plain decimal digits: none of YAML 1.1's {@code 010} (eight), {@code 1_000} or {@code 1:30} (ninety).
 *
 * @param reason why these bounds, or empty where they explain themselves
 */
record WholeNumber(int from, int to, String reason) implements FieldType<Integer> {
    private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Pattern SOME_NUMBER = Pattern.compile("[-+]?[0-9].*");
    private static final int DIGITS_OF_AN_INT = 9;

    @Override
    public String type() {
        return "integer";
    }

    @Override
    public String allowed() {
        return "a whole number from %d to %d%s".formatted(from, to, reason.isEmpty() ? "" : " (" + reason + ")");
    }

    @Override
    public Optional<Integer> parse(Scalar written) {
        if (written.style() == Style.QUOTED
                || !isDecimal(written)
                || written.text().length() > DIGITS_OF_AN_INT) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(written.text())).filter(number -> number >= from && number <= to);
    }

    @Override
    public Optional<String> hint(Scalar written) {
        if (isDecimal(written)) {
            return written.style() == Style.QUOTED ? Optional.of("write it without quotes") : Optional.empty();
        }
        return SOME_NUMBER.matcher(written.text()).matches()
                ? Optional.of("write it in decimal digits")
                : Optional.empty();
    }

    private static boolean isDecimal(Scalar written) {
        return DECIMAL.matcher(written.text()).matches();
    }
}
