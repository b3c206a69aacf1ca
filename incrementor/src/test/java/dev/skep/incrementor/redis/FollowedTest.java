package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import org.junit.jupiter.api.Test;

final class FollowedTest {
    private static final HostPort ONE = new HostPort("10.0.0.1", 6379);
    private static final HostPort OTHER = new HostPort("10.0.0.2", 6379);

    private final Metrics metrics = new Metrics();
    private final Followed followed = new Followed(metrics);

    @Test
    void theFirstPrimaryIsNoFailover() {
        followed.now(ONE);
        followed.now(ONE);
        assertFailovers(0);
    }

    @Test
    void aFailoverThatEachEventLoopFollowsIsOne() {
        for (var loop = 0; loop < 4; loop++) {
            followed.now(ONE);
        }
        for (var loop = 0; loop < 4; loop++) {
            followed.now(OTHER);
        }
        assertFailovers(1);
        followed.now(ONE);
        assertFailovers(2);
    }

    private void assertFailovers(int count) {
        assertTrue(metrics.text().contains("skep_redis_failovers_total " + count + "\n"), metrics.text());
    }
}
