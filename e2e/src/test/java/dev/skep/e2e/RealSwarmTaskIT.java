package dev.skep.e2e;

import dev.skep.swarm.SwarmUnderTest;
import dev.skep.swarm.TaskContract;

/** The swarm of the engine that {@code DOCKER_HOST} names makes tasks as Skep relies on. */
final class RealSwarmTaskIT extends TaskContract {
    @Override
    protected SwarmUnderTest underTest() {
        return Engine.underTest(Engine.swarm());
    }
}
