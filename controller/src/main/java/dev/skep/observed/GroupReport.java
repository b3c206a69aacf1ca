package dev.skep.observed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a group was when the controller looked at it last: only it reaches Redis. It stands in a label of a config, and is
 * written when it is another, never because time passes: all that it says holds until then. Of a Redis that is alone there
 * is none before something failed.
 *
 * @param primary the service of the one primary; empty: there is none, or several
 * @param failing the lines of what healthy means that do not hold
 */
public record GroupReport(String primary, List<Copy> replicas, List<Watcher> sentinels, List<Line> failing) {
    /** The component of the config. */
    public static final String COMPONENT = "health";

    /** The line that does not hold while a sentinel remembers somebody who is gone: a container may still be there that copies. */
    public static final String REMEMBERS = "NoStaleEntry";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A member that is not the primary, and answers.
     *
     * @param linked whether it follows the primary and has all that it needs to go on
     * @param lagBelowBytes what it lacks is less than this
     */
    public record Copy(String service, boolean linked, long lagBelowBytes) {}

    /**
     * A sentinel that answers.
     *
     * @param watches the service, or the address where none has it; empty: nothing
     */
    public record Watcher(String service, String watches) {}

    /**
     * A line of what healthy means.
     *
     * @param since an instant, as it is printed
     * @param doing what is being done for it
     */
    public record Line(String name, String words, String since, String doing) {
        /** When it was first seen not to hold. */
        public Instant sinceAt() {
            return Instant.parse(since);
        }
    }

    /** Whether there is, or may be, a copy or a sentinel beyond so many. */
    public boolean hasMoreThan(int members, int sentinels) {
        return replicas.size() >= members
                || this.sentinels.size() > sentinels
                || failing.stream().anyMatch(l -> l.name().equals(REMEMBERS));
    }

    /** The same, where nothing is done for what does not hold. */
    public GroupReport idle(String why) {
        var lines = failing.stream()
                .map(l -> new Line(l.name(), l.words(), l.since(), why))
                .toList();
        return new GroupReport(primary, replicas, sentinels, lines);
    }

    /** The name of the config that holds it of the group that sentinels watch. */
    public static String config(String manifest) {
        return manifest + "-health";
    }

    /** The name of the config that holds it of a Redis that is alone. It ends with a number: it is never that of another manifest's group. */
    public static String config(String manifest, String service) {
        return config(manifest) + service.substring(manifest.length());
    }

    /** Whether a config holds one. */
    public static boolean holds(ObservedResource config) {
        return COMPONENT.equals(config.labels().get(Labels.COMPONENT));
    }

    /** What was last seen of the group of a manifest that sentinels watch. */
    public static Optional<GroupReport> of(String manifest, Observed observed) {
        return in(config(manifest), manifest, observed);
    }

    /** What was last seen of a Redis of a manifest that is alone. */
    public static Optional<GroupReport> ofAlone(String manifest, String service, Observed observed) {
        return in(config(manifest, service), manifest, observed);
    }

    private static Optional<GroupReport> in(String config, String manifest, Observed observed) {
        return observed.configsOf(manifest).stream()
                .filter(c -> holds(c) && c.name().equals(config))
                .map(c -> parse(c.name(), c.labels().getOrDefault(Labels.HEALTH, "")))
                .findFirst();
    }

    /** Reads what {@link #text} wrote. */
    public static GroupReport parse(String config, String text) {
        try {
            return JSON.readValue(text, GroupReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the label %s of the config %s is not what Skep wrote; remove the config: docker config rm %s"
                            .formatted(Labels.HEALTH, config, config),
                    e);
        }
    }

    /** As the label holds it. */
    public String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }
}
