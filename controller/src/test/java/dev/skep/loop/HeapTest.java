package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HeapTest {
    private static final long MEBIBYTE = 1L << 20;

    private final AtomicLong size = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private long least;
    private final Heap heap = new Heap(size::get, () -> {
        collections.incrementAndGet();
        size.set(least);
    });

    @Test
    void whatTheStartHasLeftGoesAndThenOnlyWhatIsWorthAPause() {
        least = 20 * MEBIBYTE;
        collectionsAfter(1, 30 * MEBIBYTE);
        collectionsAfter(1, 28 * MEBIBYTE);
        collectionsAfter(2, 29 * MEBIBYTE);
    }

    @Test
    void whatIsNeededIsNotLookedForAgainAndAgain() {
        least = 60 * MEBIBYTE;
        collectionsAfter(1, 90 * MEBIBYTE);
        collectionsAfter(1, 60 * MEBIBYTE);
        least = 20 * MEBIBYTE;
        collectionsAfter(1, 60 * MEBIBYTE);
        collectionsAfter(2, 69 * MEBIBYTE);
    }

    private void collectionsAfter(int expected, long grownTo) {
        size.set(grownTo);
        heap.giveBack();
        assertEquals(expected, collections.get());
    }
}
