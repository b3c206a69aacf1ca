package dev.skep.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkedPageTest {
    private static final String PAGE = """
            above
            <!-- bench engine: begin -->
            old
            <!-- bench engine: end -->
            below
            """;

    @Test
    void replacesWhatIsBetweenTheMarksOnly() {
        assertEquals(PAGE.replace("old\n", "new\n"), MarkedPage.into(PAGE, "bench engine", "new\n"));
    }

    @Test
    void aPageWithoutTheseMarksIsRefused() {
        assertThrows(BenchException.class, () -> MarkedPage.into(PAGE, "bench http", "new\n"));
    }
}
