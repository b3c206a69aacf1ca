package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Figures HUNDRED = Figures.of(
            IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList().reversed());

    @Test
    void percentilesAreOfTheNearestRank() {
        assertEquals(Duration.ofMillis(50), HUNDRED.median());
        assertEquals(Duration.ofMillis(99), HUNDRED.percentile(99));
        assertEquals(Duration.ofMillis(100), HUNDRED.percentile(100));
        assertEquals(Duration.ofMillis(1), HUNDRED.percentile(0));
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThrows(IllegalArgumentException.class, () -> Figures.of(List.of()));
    }
}
