package dev.skep.e2e;

import dev.skep.swarm.SpecContract;
import dev.skep.swarm.SwarmUnderTest;

/** The swarm of the engine that {@code DOCKER_HOST} names gives back what Skep asks for. */
final class RealSwarmSpecIT extends SpecContract {
    @Override
    protected SwarmUnderTest underTest() {
        return Engine.underTest(Engine.swarm());
    }
}
