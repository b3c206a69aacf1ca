package dev.skep.incrementor.http;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every path there is; all are for GET. */
enum Route {
    INCREMENT("/"),
    READ("/counter"),
    RESET("/reset"),
    LIVE("/livez"),
    READY("/readyz"),
    METRICS("/metrics");

    private static final Map<String, Route> BY_PATH =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(route -> route.path, Function.identity()));

    private final String path;

    Route(String path) {
        this.path = path;
    }

    static Optional<Route> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }
}
