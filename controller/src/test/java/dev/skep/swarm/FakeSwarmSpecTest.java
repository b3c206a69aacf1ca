package dev.skep.swarm;

/** The swarm in memory gives back what Skep asks for. */
final class FakeSwarmSpecTest extends SpecContract {
    private final SwarmUnderTest inMemory = FakeSwarmTest.inMemory();

    @Override
    protected SwarmUnderTest underTest() {
        return inMemory;
    }
}
