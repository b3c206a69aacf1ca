package dev.skep.incrementor.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void doublesUpToATenthOfASecond() {
        assertEquals(List.of(20L, 40L, 80L, 100L, 100L, 100L), millis(new Backoff(() -> 1.0), 6));
    }

    @Test
    void isSpreadOverTheUpperHalf() {
        assertEquals(List.of(10L, 20L, 40L), millis(new Backoff(() -> 0.0), 3));
    }

    @Test
    void beginsAnewAfterASuccess() {
        var backoff = new Backoff(() -> 1.0);
        millis(backoff, 5);
        backoff.reset();
        assertEquals(List.of(20L), millis(backoff, 1));
    }

    private static List<Long> millis(Backoff backoff, int count) {
        return Stream.generate(backoff::next)
                .limit(count)
                .map(Duration::toMillis)
                .toList();
    }
}
