package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Where log lines go. */
final class LogSetupTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toErr = new ByteArrayOutputStream();

    @BeforeEach
    void keepTheOutput() {
        System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveTheOutputBack() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void aWarningIsNoPartOfWhatACommandPrints() {
        var context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        new LogSetup().configure(context);
        context.getLogger("some.library").warn("mind");
        assertEquals("", toOut.toString(StandardCharsets.UTF_8));
        var told = toErr.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("level=WARN msg=\"mind\""), told);
    }
}
