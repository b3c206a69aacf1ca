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

    @Test
    void amidstMuchToDoItMayGrowByMoreAndByAPartOfWhatIsMuch() {
        least = 20 * MEBIBYTE;
        collectionsAmidst(0, 16 * MEBIBYTE);
        collectionsAmidst(1, 17 * MEBIBYTE);
        collectionsAmidst(1, 36 * MEBIBYTE);
        least = 80 * MEBIBYTE;
        collectionsAmidst(2, 37 * MEBIBYTE);
        collectionsAmidst(2, 100 * MEBIBYTE);
        collectionsAmidst(3, 101 * MEBIBYTE);
    }

    private void collectionsAmidst(int expected, long grownTo) {
        size.set(grownTo);
        heap.holdDown();
        assertEquals(expected, collections.get());
    }

    private void collectionsAfter(int expected, long grownTo) {
        size.set(grownTo);
        heap.giveBack();
        assertEquals(expected, collections.get());
    }
}
