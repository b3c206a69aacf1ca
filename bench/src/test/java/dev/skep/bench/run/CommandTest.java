package dev.skep.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void tellsWhatWasPrinted() throws Exception {
        assertEquals("word", Command.run("echo", LONG, "word\n", List.of("cat")));
    }

    @Test
    void whatFailsSaysWhy() {
        var failed = assertThrows(
                BenchException.class, () -> Command.run("it", LONG, "", List.of("sh", "-c", "echo because; exit 3")));
        assertEquals("it: because", failed.getMessage());
    }

    @Test
    void whatTakesTooLongIsEnded() {
        var late = assertThrows(
                BenchException.class,
                () -> Command.run("it", Duration.ofSeconds(1), "", List.of("sh", "-c", "echo began; exec sleep 600")));
        assertEquals("it did not end within 1 s: began", late.getMessage());
    }
}
