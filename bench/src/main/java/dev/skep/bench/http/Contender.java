package dev.skep.bench.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that is measured.
 *
 * @param name in the report
 * @param path that counts
 * @param fsync how Redis writes its file; empty: no Redis
 */
record Contender(String name, String path, Optional<String> fsync, Start start) {
    /** Where a server finds what it needs. */
    record Place(Path root, Path folder, int port, int redisPort) {}

    /** Starts a server. */
    interface Start {
        Child at(Place place) throws IOException;
    }

    static final String NGINX = "nginx, a constant";
    static final String WEBDIS = "webdis";
    static final String ANCESTOR = "the ancestor's design";
    static final String EVERYSEC = "Skep, fsync every second";
    static final String ALWAYS = "Skep, fsync always";
    static final String BARE = "coalesced INCRBY, not exactly once";
    private static final String FIXTURES = "dev.skep.bench.http.fixture.";

    static List<Contender> all() {
        return List.of(
                new Contender(NGINX, "/", Optional.empty(), Contender::nginx),
                new Contender(WEBDIS, "/INCR/counter.txt", Optional.of("everysec"), Contender::webdis),
                new Contender(ANCESTOR, "/", Optional.of("everysec"), Contender::ancestor),
                new Contender(
                        "Vert.x and a pooled Jedis",
                        "/",
                        Optional.of("everysec"),
                        place -> fixture("BlockingCounter", place)),
                new Contender(BARE, "/", Optional.of("everysec"), place -> fixture("BareCounter", place)),
                new Contender(EVERYSEC, "/", Optional.of("everysec"), Contender::skep),
                new Contender(ALWAYS, "/", Optional.of("always"), Contender::skep));
    }

    private static Child nginx(Place place) throws IOException {
        var file = configuration("nginx.conf", place);
        return new Child(place.folder(), List.of("nginx", "-p", place.folder() + "/", "-c", file.toString()), Map.of());
    }

    private static Child webdis(Place place) throws IOException {
        var file = configuration("webdis.json", place);
        return new Child(place.folder(), List.of("webdis", file.toString()), Map.of());
    }

    private static Child ancestor(Place place) throws IOException {
        configuration("ancestor.py", place);
        return new Child(
                place.folder(),
                List.of("gunicorn", "-w", "3", "-b", "127.0.0.1:" + place.port(), "ancestor:app"),
                Map.of("COUNTER_AT", Integer.toString(place.redisPort())));
    }

    private static Child fixture(String name, Place place) throws IOException {
        var jar = place.root().resolve("bench/target/bench.jar").toString();
        var ports = List.of(Integer.toString(place.port()), Integer.toString(place.redisPort()));
        return java(place, List.of("-cp", jar, FIXTURES + name, ports.getFirst(), ports.getLast()), Map.of());
    }

    static Child skep(Place place) throws IOException {
        var jar = place.root().resolve("incrementor/target/incrementor.jar").toString();
        return java(
                place,
                List.of("-jar", jar),
                Map.of(
                        "HTTP_HOST",
                        "127.0.0.1",
                        "HTTP_PORT",
                        Integer.toString(place.port()),
                        "REDIS_NODES",
                        "127.0.0.1:" + place.redisPort()));
    }

    /** All with the image's options and the memory that the manifest gives. */
    private static Child java(Place place, List<String> rest, Map<String, String> environment) throws IOException {
        var options = "@" + place.root().resolve("incrementor/docker/java.options");
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), options, "-XX:MaxRAM=128m"));
        command.addAll(rest);
        return new Child(place.folder(), command, environment);
    }

    private static Path configuration(String name, Place place) throws IOException {
        try (var in = Contender.class.getResourceAsStream(name)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(place.folder().resolve(name), filled(text, place));
        }
    }

    static String filled(String text, Place place) {
        return text.replace("FOLDER", place.folder().toString())
                .replace("PORT", Integer.toString(place.port()))
                .replace("REDIS", Integer.toString(place.redisPort()))
                .replace("CORES", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
}
