package dev.skep.backup;

import dev.skep.desired.DesiredConfig;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** What the label of a question or an answer says: which it is, one word, and when it was said. */
record Mark(String id, String word, Instant at) {
    /** A config with this text that carries it. */
    DesiredConfig config(String name, String manifest, String component, String label, String text) {
        return new DesiredConfig(
                name,
                Map.of(Labels.NAME, manifest, Labels.COMPONENT, component, label, "%s %s %s".formatted(id, word, at)),
                text);
    }

    /** That of a config; empty: it has none. Nobody but Skep writes the label; who did is answered by nobody. */
    static Optional<Mark> of(ObservedResource config, String component, String label) {
        var words = config.labels().getOrDefault(label, "").split(" ", -1);
        if (!component.equals(config.labels().get(Labels.COMPONENT)) || words.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Mark(words[0], words[1], Instant.parse(words[2])));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
