package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Choices;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.counter.RedisLinkContract;
import dev.skep.incrementor.counter.Simulation;
import dev.skep.incrementor.redis.SimulatedCluster.Kind;
import java.util.List;
import java.util.function.UnaryOperator;

/** The simulated Redis with two replicas, which the app's links cannot tell from a real one. */
final class SimulatedRedisTest extends RedisLinkContract {
    private final Simulation simulation = new Simulation(Choices.told(List.of()));
    private final SimulatedCluster cluster =
            new SimulatedCluster(simulation, Kind.SENTINEL, new Scripts(UnaryOperator.identity()));

    @Override
    protected RedisLink connect() throws RedisFailure {
        return SimulatedWorld.connect(simulation, cluster, SimulatedWorld::replicated);
    }
}
