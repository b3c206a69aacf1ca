package dev.skep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What changes cost while clients count, a line each, of whichever tests: {@code ./skep bench changes} makes a table of them. */
final class Changes {
    private Changes() {}

    /** Makes one while clients count, and tells it: no request fails meanwhile, and no count is lost. */
    static void make(String what, Counter counter, Runnable change) {
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            change.run();
            var took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(100);
            var tally = ledger.settle();
            tell(what, took, tally);
            tally.assertBalancedWithoutFailure();
        }
    }

    /** @param took from the edit until it has come to pass */
    static void tell(String what, Duration took, Tally tally) {
        tell(what, took, tally, tally.doubled() + tally.overcounted());
    }

    /** As {@link #tell}, where there are several counters, each with values of its own. */
    static void tellSum(String what, Duration took, Tally tally) {
        tell(what, took, tally, tally.doubledByOne() + tally.overcounted());
    }

    private static void tell(String what, Duration took, Tally tally, long doubled) {
        var row = "| %s | %s | %d | %d | %d | %d | %d ms |%n"
                .formatted(
                        what,
                        FaultTable.seconds(took),
                        tally.given().size(),
                        tally.failures().size(),
                        tally.lost(),
                        doubled,
                        tally.longestGap().toMillis());
        System.out.print("change: " + row);
        try {
            Files.writeString(
                    Lab.root().resolve("e2e/target/changes.md"),
                    row,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
