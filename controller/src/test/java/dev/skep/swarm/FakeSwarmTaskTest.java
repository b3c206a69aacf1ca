package dev.skep.swarm;

/** The swarm in memory makes tasks as a real one does. */
final class FakeSwarmTaskTest extends TaskContract {
    private final SwarmUnderTest inMemory = FakeSwarmTest.inMemory();

    @Override
    protected SwarmUnderTest underTest() {
        return inMemory;
    }
}
