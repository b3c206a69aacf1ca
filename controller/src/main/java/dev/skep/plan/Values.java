package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Values of the engine's API as a manifest writes them. */
final class Values {
    static final String NONE = "(none)";

    private static final List<String> UNITS = List.of("Ti", "Gi", "Mi", "Ki");

    private Values() {}

    static String plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            return NONE;
        }
        return value.isArray()
                ? value.valueStream().map(Values::plain).collect(Collectors.joining(", "))
                : value.isValueNode() ? value.asText() : value.toString();
    }

    /** A digest is told apart by its first digits. */
    static String image(JsonNode value) {
        return plain(value).replaceFirst("(@sha256:[0-9a-f]{12})[0-9a-f]+$", "$1…");
    }

    /** {@code 134217728} is {@code 128Mi}. */
    static String size(JsonNode value) {
        long bytes = value.asLong();
        if (bytes == 0) {
            return "no limit";
        }
        long unit = 1L << 40;
        for (var name : UNITS) {
            if (bytes % unit == 0) {
                return bytes / unit + name;
            }
            unit >>= 10;
        }
        return Long.toString(bytes);
    }

    /** {@code 500000000} is {@code 0.5}. */
    static String cpus(JsonNode value) {
        return value.asLong() == 0
                ? "no limit"
                : BigDecimal.valueOf(value.asLong(), 9).stripTrailingZeros().toPlainString();
    }

    /** {@code 3000000000} is {@code 3s}. */
    static String duration(JsonNode value) {
        var duration = Duration.ofNanos(value.asLong());
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSecondsPart() == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }
}
