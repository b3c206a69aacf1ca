package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;

/** What faults did, a line each: {@code ./skep bench faults} shows it. */
final class FaultTable {
    private final StringBuilder rows = new StringBuilder("""
            | mode | what happens | answered | failed | lost | doubled | longest gap | aim |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
            """);
    private int faults;

    /**
     * @param doubled as the counter's values tell it, or where there are several counters, their sum
     * @param note what else was seen
     */
    void add(String mode, String what, Tally tally, long doubled, String aim, String note) {
        var row = "| %s | %s | %d | %d | %d | %d | %s%s | %s |%n"
                .formatted(
                        mode,
                        what,
                        tally.given().size(),
                        tally.failures().size(),
                        tally.lost(),
                        doubled,
                        seconds(tally.longestGap()),
                        note.isEmpty() ? "" : "; " + note,
                        aim);
        tell(row);
        faults++;
    }

    /** @param took from the first line of its manifest to Ready: nobody counts before */
    void booted(String mode, Duration took, String aim) {
        tell("| %s | it is booted, images present: from its file to Ready | - | - | - | - | %s | %s |%n"
                .formatted(mode, seconds(took), aim));
    }

    private void tell(String row) {
        System.out.print(row);
        rows.append(row);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** Nothing is written where nothing was tried. */
    void write() {
        assertTrue(faults > 0, "no fault was tried");
        try {
            Files.writeString(Lab.root().resolve("e2e/target/faults.md"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
