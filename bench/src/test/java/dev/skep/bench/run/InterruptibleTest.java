package dev.skep.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptibleTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** A program that works until it is told to end, and then puts something in order, which takes a while. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            var folder = Path.of(args[0]);
            Interruptible.call(() -> {
                try {
                    Files.createFile(folder.resolve("began"));
                    TimeUnit.SECONDS.sleep(DEADLINE.toSeconds());
                    return 0;
                } finally {
                    Interruptible.undisturbed(() -> {
                        TimeUnit.MILLISECONDS.sleep(300);
                        Files.createFile(folder.resolve("tidied"));
                    });
                }
            });
        }
    }

    @Test
    void aProgramThatIsToldToEndPutsItsThingsInOrderFirst(@TempDir Path folder) throws Exception {
        var program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        try {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            while (!Files.exists(folder.resolve("began"))) {
                assertTrue(program.isAlive() && System.nanoTime() < deadline, "the program does not begin");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            program.destroy();
            assertTrue(program.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            assertTrue(Files.exists(folder.resolve("tidied")));
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void puttingInOrderIsNotCutShortByTheInterruptBeforeIt() throws Exception {
        Thread.currentThread().interrupt();

        Interruptible.undisturbed(() -> TimeUnit.MILLISECONDS.sleep(1));

        assertTrue(Thread.interrupted());
    }

    @Test
    void workThatEndsByItselfGivesItsResult() throws Exception {
        assertEquals(7, Interruptible.call(() -> 7));
    }
}
