package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line of what healthy means: no counter is left in a shard that nobody is to count in. */
final class NoCounterLeftTest {
    private static final Sample SAMPLE = Sample.named("incr").perReplica();
    private static final Desired THREE = SAMPLE.withReplicas(3).desiredWithShards(3);
    private static final Desired TWO = SAMPLE.withReplicas(2).desiredWithShards(3);

    private final Town town = new Town(new FakeSwarm(3));

    @Test
    void itHoldsWhileATaskCountsInEach() {
        town.bring(THREE);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1", "incr-shard-3-1"), holdingIn(THREE));
    }

    @Test
    void itDoesNotInAShardThatItsTaskHasLeft() {
        town.bring(THREE);
        town.bring(TWO);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1"), holdingIn(TWO));
    }

    @Test
    void itIsToldSinceTheAppWasChangedAndWhatIsDone() {
        town.bring(THREE);
        town.bring(TWO);
        var third = TWO.service("incr-shard-3-1").orElseThrow();
        var line = NoCounterLeft.failing(third, TWO, town.observe()).orElseThrow();
        assertEquals(town.service("incr-app").updatedAt(), line.sinceAt());
        assertTrue(line.doing().contains("is added to incr-shard-1-1; then it goes"), line.doing());
    }

    private List<String> holdingIn(Desired desired) {
        var observed = town.observe();
        return desired.services().stream()
                .filter(s -> s.component().equals("redis"))
                .filter(s -> NoCounterLeft.holds(s, desired, observed))
                .map(s -> s.name())
                .toList();
    }
}
