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
 * @param id on the command line
 * @param name in the report
 * @param path that counts
 * @param fsync how Redis writes its file; empty: no Redis
 */
record Contender(String id, String name, String path, Optional<String> fsync, Launch launch) {
    /** Where a server finds what it needs. */
    record Place(AppImage app, Path folder, int port, int redisPort) {}

    /** Starts a server. */
    interface Launch {
        Child at(Place place) throws IOException;
    }

    static final String NGINX = "nginx, a constant";
    static final String WEBDIS = "webdis";
    static final String ANCESTOR = "the ancestor's design";
    static final String EVERYSEC = "Skep, fsync every second";
    static final String ALWAYS = "Skep, fsync always";
    static final String INCRBY = "Skep with INCRBY, not exactly once";
    private static final String FIXTURES = "dev.skep.bench.http.fixture.";
    private static final Optional<String> EVERY_SECOND = Optional.of("everysec");

    static List<Contender> all() {
        return List.of(
                new Contender("nginx", NGINX, "/", Optional.empty(), Contender::nginx),
                new Contender("webdis", WEBDIS, "/INCR/counter.txt", EVERY_SECOND, Contender::webdis),
                new Contender("ancestor", ANCESTOR, "/", EVERY_SECOND, Contender::ancestor),
                new Contender("pooled", "Vert.x and a pooled Jedis", "/", EVERY_SECOND, Contender::pooled),
                new Contender("incrby", INCRBY, "/", EVERY_SECOND, Contender::incrby),
                new Contender("everysec", EVERYSEC, "/", EVERY_SECOND, Contender::skep),
                new Contender("always", ALWAYS, "/", Optional.of("always"), Contender::skep));
    }

    /** The app with these further options to its JVM, fsync every second. */
    static Contender variant(String name, List<String> options) {
        return new Contender(name, "Skep, " + name, "/", EVERY_SECOND, place -> place.app()
                .start(place.folder(), options, settings(place)));
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
        var folder = place.app().source("lab/images/ancestor").toString();
        return new Child(
                place.folder(),
                List.of("gunicorn", "--chdir", folder, "-w", "3", "-b", "127.0.0.1:" + place.port(), "counter:app"),
                Map.of(
                        "REDIS_SERVER",
                        "127.0.0.1",
                        "REDIS_PORT",
                        Integer.toString(place.redisPort()),
                        "PYTHONDONTWRITEBYTECODE",
                        "1"));
    }

    private static Child pooled(Place place) throws IOException {
        return place.app().startFixture(place.folder(), FIXTURES + "BlockingCounter", ports(place));
    }

    private static Child incrby(Place place) throws IOException {
        return place.app().startFixture(place.folder(), FIXTURES + "InexactCounter", ports(place));
    }

    private static List<String> ports(Place place) {
        return List.of(Integer.toString(place.port()), Integer.toString(place.redisPort()));
    }

    static Child skep(Place place) throws IOException {
        return place.app().start(place.folder(), List.of(), settings(place));
    }

    private static Map<String, String> settings(Place place) {
        return Map.of(
                "HTTP_HOST",
                "127.0.0.1",
                "HTTP_PORT",
                Integer.toString(place.port()),
                "REDIS_NODES",
                "127.0.0.1:" + place.redisPort());
    }

    private static Path configuration(String name, Place place) throws IOException {
        try (var in = Contender.class.getResourceAsStream(name)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    place.folder().resolve(name), filled(text, place.folder(), place.port(), place.redisPort()));
        }
    }

    static String filled(String text, Path folder, int port, int redisPort) {
        return text.replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(port))
                .replace("REDIS", Integer.toString(redisPort))
                .replace("CORES", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
}
