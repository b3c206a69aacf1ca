package dev.skep.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.run.BenchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ChildTest {
    @TempDir
    private Path folder;

    @Test
    void aServerThatEndsIsSaidToNotServeWithWhatItPrinted() throws Exception {
        try (var child = new Child(folder, List.of("sh", "-c", "echo no such module; exit 3"), Map.of())) {
            var failure = assertThrows(BenchException.class, () -> child.awaitPort(Child.freePort()));
            assertTrue(failure.getMessage().endsWith("no such module"), failure.getMessage());
        }
    }

    @Test
    void theTimeOfAllItsProcessesCounts() throws Exception {
        var busy = List.of("sh", "-c", "sh -c 'while :; do :; done' & wait");
        try (var child = new Child(folder, busy, Map.of())) {
            while (child.processorTime().compareTo(Duration.ofMillis(50)) < 0) {
                Thread.sleep(5);
            }
        }
    }

    @Test
    void nothingIsLeftOfItWhenItIsClosed() throws Exception {
        var child = new Child(folder, List.of("sh", "-c", "sleep 100 & wait"), Map.of());
        while (child.processes() < 2) {
            Thread.sleep(5);
        }
        var sleeping = ProcessHandle.current().descendants().toList();
        assertFalse(sleeping.isEmpty());
        child.close();
        for (var process : sleeping) {
            process.onExit().join();
        }
        assertEquals(0, child.processes());
    }

    @Test
    void aConfigurationIsFilledWithItsPlace() {
        var cores = Runtime.getRuntime().availableProcessors();
        assertEquals("/folder 81 82 " + cores, Contender.filled("FOLDER PORT REDIS CORES", Path.of("/folder"), 81, 82));
    }
}
