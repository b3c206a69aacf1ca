package dev.skep.incrementor.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private final Traffic traffic = new Traffic();

    @Test
    void isQuietWhenNobodyCameForASecond() throws Exception {
        assertWaits(900, 1_900, Duration.ofSeconds(10));
    }

    @Test
    void waitsForAnOpenConnectionNotLongerThanAllowed() throws Exception {
        traffic.connectionOpened();
        assertWaits(1_400, 2_400, Duration.ofMillis(1_500));
    }

    @Test
    void isQuietSoonAfterTheLastConnectionClosed() throws Exception {
        traffic.connectionOpened();
        Thread.ofVirtual().start(traffic::connectionClosed);
        assertWaits(900, 1_900, Duration.ofSeconds(10));
    }

    @Test
    void doesNotWaitWhenThereIsNoTime() throws Exception {
        assertWaits(0, 900, Duration.ZERO);
    }

    private void assertWaits(long leastMillis, long mostMillis, Duration longest) throws Exception {
        var begin = System.nanoTime();
        traffic.awaitQuiet(longest);
        var took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertTrue(leastMillis <= took && took <= mostMillis, "took " + took + " ms");
    }
}
