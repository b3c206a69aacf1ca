package dev.skep.observed;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often the passwords of a manifest were changed. It stands beside the key that they are derived from, and lives as long.
 *
 * @param redis how often those of Redis' own: it restarts for it
 * @param app how often that of the app since then: Redis runs on
 */
public record Rotation(int redis, int app) {
    /** How often that of the app can be changed before Redis must restart: so many of its passwords Redis is told. */
    public static final int WITHOUT_RESTART = 32;

    public static final Rotation NONE = new Rotation(0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,8})\\.(\\d{1,2})");

    /** Whether a text, which anybody may have written, is one. */
    static boolean isOne(String text) {
        return TEXT.matcher(text).matches();
    }

    /** That of a manifest. */
    public static Rotation of(String manifest, Observed observed) {
        return observed.rotation(manifest)
                .map(TEXT::matcher)
                .filter(Matcher::matches)
                .map(m -> new Rotation(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
                .orElse(NONE);
    }

    /** After another password for the app; nothing where Redis knows no other. */
    public Optional<Rotation> next() {
        return app + 1 < WITHOUT_RESTART ? Optional.of(new Rotation(redis, app + 1)) : Optional.empty();
    }

    /** After another password for everybody. */
    public Rotation nextOfAll() {
        return new Rotation(redis + 1, 0);
    }

    /** Whether all Redis and sentinels of a manifest are configured for it: only then do they know the passwords to come. */
    public boolean reached(String manifest, Observed observed) {
        var secrets = observed.secretsOf(manifest).stream()
                .filter(s -> Integer.toString(redis).equals(s.labels().get(Labels.ROTATION)))
                .map(ObservedResource::name)
                .toList();
        return observed.servicesOf(manifest).stream()
                .filter(s -> List.of("redis", "sentinel").contains(s.label(Labels.COMPONENT)))
                .allMatch(s -> secrets.stream().anyMatch(s::mounts));
    }

    /** As it stands in the swarm. */
    public String text() {
        return redis + "." + app;
    }
}
