package dev.skep.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.desired.Sample;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import org.junit.jupiter.api.Test;

final class ModeOfCountersTest {
    private static final Sample INCR = Sample.named("incr");

    private final Town town = new Town(new FakeSwarm(3));

    @Test
    void oneRedisForAllIsSingle() {
        town.bring(INCR.desired());
        assertEquals("single", mode());
    }

    /** While the one Redis of a count moves there are two of it, too. */
    @Test
    void severalAreOfModeSentinelWhereSentinelsWatchThem() {
        town.bring(INCR.sentinel().desired());
        assertEquals("sentinel", mode());
        for (int n = 1; n <= 3; n++) {
            town.removeService("incr-sentinel-" + n);
        }
        assertEquals("single", mode());
    }

    @Test
    void oneForEachTaskIsPerReplica() {
        town.bring(INCR.perReplica().desired());
        assertEquals("per-replica", mode());
    }

    private String mode() {
        return Counters.of("incr", town.observe()).mode();
    }
}
