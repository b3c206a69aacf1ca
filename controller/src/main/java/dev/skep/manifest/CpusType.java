package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** CPU time in cores, as {@code 0.5}, or in thousandths, as {@code 500m}; read as billionths of a core. */
record CpusType(String from, String to) implements FieldType<Long> {
    static final Pattern CORES = Pattern.compile("[0-9]{1,5}([.][0-9]{1,9})?");
    static final Pattern THOUSANDTHS = Pattern.compile("([0-9]{1,8})m");

    @Override
    public String type() {
        return "number or string";
    }

    @Override
    public String allowed() {
        return "a number of cores from %s to %s, such as 0.5, 2 or 500m".formatted(from, to);
    }

    @Override
    public Optional<Long> parse(Scalar written) {
        return cores(written.text())
                .filter(cores -> cores.compareTo(new BigDecimal(from)) >= 0 && cores.compareTo(new BigDecimal(to)) <= 0)
                .map(cores -> cores.movePointRight(9).longValueExact());
    }

    @Override
    public Optional<String> hint(Scalar written) {
        return Optional.empty();
    }

    private static Optional<BigDecimal> cores(String text) {
        if (CORES.matcher(text).matches()) {
            return Optional.of(new BigDecimal(text));
        }
        var thousandths = THOUSANDTHS.matcher(text);
        return thousandths.matches()
                ? Optional.of(new BigDecimal(thousandths.group(1)).movePointLeft(3))
                : Optional.empty();
    }
}
