package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
