package dev.skep.observed;

import java.time.Instant;
import java.util.Locale;

/**
 * What a manifest asked for once, as the history has it: a config of the swarm.
 *
 * @param number from 1, never used twice
 * @param hash of all that was asked for
 * @param reason why it failed, or empty
 * @param began when the controller first followed it
 * @param source the file, line and column that asked for it
 */
public record Generation(
        ObservedResource entry,
        long number,
        String hash,
        Outcome outcome,
        String reason,
        Instant began,
        String source) {

    /** What became of it. */
    public enum Outcome {
        /** Nothing yet. */
        ROLLING_OUT,
        /** All of it ran. */
        ROLLED_OUT,
        /** It failed, and stands still or is on its way back. */
        FAILED,
        /** It failed, and what ran before runs again. */
        ROLLED_BACK,
        /** The manifest was changed before anything became of it. */
        SUPERSEDED;

        /** As in the label and in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Outcome of(String word) {
            for (var outcome : values()) {
                if (outcome.word().equals(word)) {
                    return outcome;
                }
            }
            return ROLLING_OUT;
        }
    }

    /** The manifest's document, as it was written. */
    public String text() {
        return entry.text();
    }

    /** The file that asked for it, as the controller read it. */
    public String file() {
        return source.replaceFirst(":\\d+:\\d+$", "");
    }

    static Generation of(ObservedResource entry) {
        var labels = entry.labels();
        return new Generation(
                entry,
                numberIn(labels.getOrDefault(Labels.GENERATION, "")),
                labels.getOrDefault(Labels.SPEC, ""),
                Outcome.of(labels.getOrDefault(Labels.OUTCOME, "")),
                labels.getOrDefault(Labels.REASON, ""),
                time(labels.getOrDefault(Labels.BEGAN, "")),
                labels.getOrDefault(Labels.SOURCE, ""));
    }

    /** The number in a label, which anybody may have written; 0: none. */
    static long numberIn(String label) {
        return label.matches("\\d{1,18}") ? Long.parseLong(label) : 0;
    }

    private static Instant time(String label) {
        return label.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z")
                ? Instant.parse(label)
                : Instant.EPOCH;
    }
}
