package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.run.ProcText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineReportTest {
    @Test
    void theRaceComparesMedians() {
        var ways = new LinkedHashMap<String, Figures>();
        ways.put("ours", Figures.of(List.of(Duration.ofSeconds(3))));
        ways.put("theirs", Figures.of(List.of(Duration.ofSeconds(6))));

        var table = EngineReport.race(ways);

        assertTrue(table.contains("| docker stack deploy | theirs | 6.0 s | 6.0 s | 6.0 s | 0.50 of that |"), table);
    }

    @Test
    void theCrowdTellsTheSlowestEdit() {
        var edits = Figures.of(List.of(Duration.ofMillis(50), Duration.ofMillis(70), Duration.ofMillis(90)));
        var table = EngineReport.crowd(new Crowd.Result(24, Duration.ofSeconds(40), edits, 0.002, 100 << 20));
        assertTrue(table.endsWith("| 24 | 40.0 s | 70 ms | 90 ms | 0.20 % | 100 MiB |\n"), table);
    }

    @Test
    void whatWasNotMeasuredHasNoTable() {
        assertEquals("", EngineReport.of(List.of(), List.of()));
        assertEquals("| the crowd |\n", EngineReport.of(List.of(), List.of("| the crowd |\n")));
    }

    @Test
    void theTimeOfAProcessIsReadThoughItsNameHasBracketsAndSpaces() {
        var stat = "1 (java (x) y) S 0 1 1 0 -1 4194560 7 0 0 0 150 50 0 0 20 0 23 0 100 1 2 3\n";
        assertEquals(Duration.ofSeconds(2), ProcText.cpu(stat));
    }
}
