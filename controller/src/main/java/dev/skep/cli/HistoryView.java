package dev.skep.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.skep.manifest.DocumentTexts;
import dev.skep.manifest.TextChange;
import dev.skep.observed.Generation;
import dev.skep.observed.History;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One generation as data; its JSON is a contract (docs/operations.md).
 *
 * @param reason why it failed; null where it did not
 * @param manifest file, line and column
 * @param changes against the generation before
 * @param text the manifest's document as it was written
 * @param before the generation before, if it is kept
 */
record HistoryView(
        long generation,
        String began,
        String outcome,
        String reason,
        String manifest,
        List<TextChange> changes,
        String text,
        @JsonIgnore Optional<Long> before) {

    /** The newest first. */
    static List<HistoryView> of(History history) {
        var all = history.generations();
        return IntStream.range(0, all.size())
                .mapToObj(i -> of(all.get(i), all.stream().skip(i + 1L).findFirst()))
                .toList();
    }

    private static HistoryView of(Generation generation, Optional<Generation> before) {
        return new HistoryView(
                generation.number(),
                generation.began().toString(),
                generation.outcome().word(),
                generation.reason().isEmpty() ? null : generation.reason(),
                generation.source(),
                before.map(b -> DocumentTexts.changes(b.text(), generation.text()))
                        .orElse(List.of()),
                generation.text(),
                before.map(Generation::number));
    }
}
