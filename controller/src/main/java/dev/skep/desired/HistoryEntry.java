package dev.skep.desired;

import dev.skep.observed.History;
import dev.skep.observed.Labels;
import java.time.Instant;

/** A generation of a manifest, as the swarm is to remember it: its text, never a password. */
public final class HistoryEntry {
    private HistoryEntry() {}

    /**
     * A new entry.
     *
     * @param number of the generation
     * @param source the file, line and column that ask for it
     * @param text the manifest's document as it is written
     */
    public static DesiredConfig of(Desired desired, long number, String source, String text, Instant began) {
        var labels = Resources.labels(desired.name(), History.COMPONENT);
        labels.put(Labels.GENERATION, Long.toString(number));
        labels.put(Labels.SPEC, desired.hash());
        labels.put(Labels.SOURCE, source);
        labels.put(Labels.BEGAN, began.toString());
        return new DesiredConfig("%s-history-%d".formatted(desired.name(), number), labels, text);
    }
}
