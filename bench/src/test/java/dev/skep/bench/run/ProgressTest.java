package dev.skep.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void tellsTheTimeThatIsLeft() {
        assertEquals(
                "skep bench: [1:05, about 12:00 left] half",
                Progress.line(Duration.ofSeconds(65), Duration.ofMinutes(12), "half"));
        assertEquals("skep bench: [1:05] all", Progress.line(Duration.ofSeconds(65), Duration.ZERO, "all"));
    }

    @Test
    void whatIsDoneIsNoLongerLeft() {
        var out = new StringWriter();
        var progress = new Progress(new PrintWriter(out), Duration.ofMinutes(3));

        progress.done(Duration.ofMinutes(2), "two");

        assertTrue(out.toString().contains("about 1:00 left] two"), out::toString);
    }
}
