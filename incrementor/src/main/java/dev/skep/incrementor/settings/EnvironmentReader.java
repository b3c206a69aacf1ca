package dev.skep.incrementor.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads variables one by one and collects what is wrong with them; where something is, it goes on with the default. */
final class EnvironmentReader {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");

    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    <T> T oneOf(String name, T[] allowed, T absent) {
        var value = text(name);
        if (value.isEmpty()) {
            return absent;
        }
        for (var candidate : allowed) {
            if (candidate.toString().equals(value.get())) {
                return candidate;
            }
        }
        invalid(name, value.get(), Arrays.stream(allowed).map(Object::toString).collect(Collectors.joining(", ")));
        return absent;
    }

    int port(String name, int lowest, int absent) {
        return number(name, lowest, HIGHEST_PORT, absent);
    }

    int number(String name, int lowest, int highest, int absent) {
        return text(name)
                .flatMap(value -> {
                    var number = parseNumber(value, lowest, highest);
                    if (number.isEmpty()) {
                        invalid(name, value, "a whole number from " + lowest + " to " + highest);
                    }
                    return number;
                })
                .orElse(absent);
    }

    String host(String name, String absent) {
        var value = text(name).orElse(absent);
        if (!HOST.matcher(value).matches()) {
            invalid(name, value, "a host name or an address, without a port");
        }
        return unbracketed(value);
    }

    Duration duration(String name, Duration shortest, Duration absent) {
        var value = text(name);
        if (value.isEmpty()) {
            return absent;
        }
        var duration = parseDuration(value.get());
        if (duration.isEmpty()
                || duration.get().compareTo(shortest) < 0
                || duration.get().compareTo(LONGEST) > 0) {
            invalid(
                    name,
                    value.get(),
                    "a duration such as 500ms, 5s or 1m, at least " + shortest.toMillis() + "ms and at most "
                            + LONGEST.toMinutes() + "m");
        }
        return duration.orElse(absent);
    }

    Optional<List<HostPort>> hostPorts(String name) {
        return text(name).map(value -> {
            var nodes = new ArrayList<HostPort>();
            for (var node : value.split(",", -1)) {
                hostPort(node.strip()).ifPresentOrElse(nodes::add, () -> invalid(name, value, "host:port,host:port,…"));
            }
            return nodes;
        });
    }

    /** Notes that it should be there; answers what to go on with. */
    <T> T missing(String name, String what, T absent) {
        problems.add(name + " is missing: " + what);
        return absent;
    }

    void throwIfInvalid() throws InvalidSettings {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems.stream().distinct().toList());
        }
    }

    private void invalid(String name, String value, String allowed) {
        problems.add(name + "=\"" + value + "\": allowed: " + allowed);
    }

    static Optional<HostPort> hostPort(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 0 || !HOST.matcher(text.substring(0, colon)).matches()) {
            return Optional.empty();
        }
        var host = unbracketed(text.substring(0, colon));
        return parseNumber(text.substring(colon + 1), 1, HIGHEST_PORT).map(port -> new HostPort(host, port));
    }

    private static Optional<Integer> parseNumber(String text, int lowest, int highest) {
        if (!text.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text)).filter(number -> number >= lowest && number <= highest);
    }

    private static Optional<Duration> parseDuration(String text) {
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var amount = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMinutes(amount);
                });
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
