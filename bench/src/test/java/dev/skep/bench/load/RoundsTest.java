package dev.skep.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.bench.run.BenchException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void eachRoundHasAllAndBeginsWithAnother() {
        assertEquals(
                List.of(List.of("a", "b", "c"), List.of("b", "c", "a"), List.of("c", "a", "b"), List.of("a", "b", "c")),
                Rounds.interleaved(List.of("a", "b", "c"), 4));
    }

    @Test
    void theMedianIsTheMiddle() {
        assertEquals(2, Rounds.median(List.of(3, 1, 2)));
        assertEquals(2.5, Rounds.median(List.of(4, 1, 3, 2)));
        assertThrows(BenchException.class, () -> Rounds.median(List.of()));
    }
}
