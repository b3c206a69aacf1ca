package dev.skep.swarm;

/** The swarm in memory gives back what Skep asks for; the suite finds it as a real one is before Skep is installed. */
final class FakeSwarmSpecTest extends SpecContract {
    private final SwarmUnderTest inMemory = FakeSwarmTest.inMemory(FakeSwarm.withoutSkep(3));

    @Override
    protected SwarmUnderTest underTest() {
        return inMemory;
    }
}
