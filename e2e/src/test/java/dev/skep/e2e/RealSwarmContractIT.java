package dev.skep.e2e;

import dev.skep.swarm.SwarmContract;
import dev.skep.swarm.SwarmUnderTest;

/** The swarm of the engine that {@code DOCKER_HOST} names keeps the contract. */
final class RealSwarmContractIT extends SwarmContract {
    @Override
    protected SwarmUnderTest underTest() {
        return Engine.underTest(Engine.swarm());
    }
}
