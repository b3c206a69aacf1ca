package dev.skep.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpReportTest {
    @TempDir
    private Path folder;

    @Test
    void aFigureIsTheMedianOfTheRoundsButTheLongestIsTheLongestAndAllErrorsCount() {
        var rounds = List.of(
                new Figures(100, 1, 5, 9, 10, 3, 1),
                new Figures(300, 3, 7, 20, 30, 5, 0),
                new Figures(200, 2, 6, 8, 20, 4, 2));
        assertEquals(new Figures(200, 2, 6, 20, 20, 4, 3), Figures.median(rounds));
    }

    @Test
    void theTableHasARowForEachServerAndLoadAndTheRatiosOneForEachAim() {
        var lines = HttpReport.text(result()).lines().toList();
        assertTrue(lines.contains("| from its start to ready | 390 ms |"));
        assertTrue(lines.contains("| resident, idle | 80 MiB |"));
        assertTrue(lines.contains(
                "| nginx, a constant | 64 | 1,000 | 1.00 ms | 2.00 ms | 3.0 ms | 4.0 ms | 5.0 ms | 6 |"));
        assertEquals(
                2L * Contender.all().size(),
                lines.stream()
                        .filter(line -> line.contains(" 1.00 ms | 2.00 ms "))
                        .count());
        assertTrue(lines.contains("| Skep, fsync every second | nginx, a constant | 6.00 x | 6.00 x |"));
        assertTrue(lines.contains("| Skep, fsync always | Skep, fsync every second | 1.17 x | 1.17 x |"));
        assertTrue(
                lines.contains("10 app tasks on one Redis: 900 requests/s; one, by the same clients: 1,000 (0.90 x)."));
    }

    @Test
    void whatWasNotMeasuredIsNotToldAndAVariantStandsBesideTheApp() {
        var some = new TreeMap<>(Map.of(64, new Figures(900, 1, 2, 3, 4, 5, 6)));
        var figures = new LinkedHashMap<String, Map<Integer, Figures>>();
        figures.put(Contender.EVERYSEC, some);
        figures.put("Skep, C2", some);
        var text = HttpReport.text(new HttpResult(figures, Optional.empty(), Optional.empty()));
        assertTrue(text.contains("| Skep, C2 | Skep, fsync every second | 1.00 x |"), text);
        assertFalse(text.contains("nginx") || text.contains("app tasks") || text.contains("resident"), text);
    }

    @Test
    void thePageShowsEachChartThatIsDrawn() throws Exception {
        var text = HttpReport.charts(result(), folder.resolve("images"));
        try (var files = Files.list(folder.resolve("images"))) {
            var drawn = files.toList();
            assertEquals(3, drawn.size());
            for (var file : drawn) {
                assertTrue(text.contains("(images/" + file.getFileName() + ")"), text);
            }
        }
    }

    /** The n-th server answers n thousand requests a second. */
    private static HttpResult result() {
        var figures = new LinkedHashMap<String, Map<Integer, Figures>>();
        for (var contender : Contender.all()) {
            var some = new Figures(1_000.0 * (figures.size() + 1), 1, 2, 3, 4, 5, 6);
            figures.put(contender.name(), new TreeMap<>(Map.of(1, some, 64, some)));
        }
        return new HttpResult(
                figures, Optional.of(new Start(390, 500, 80)), Optional.of(new HttpResult.Growth(10, 1_000, 900)));
    }
}
