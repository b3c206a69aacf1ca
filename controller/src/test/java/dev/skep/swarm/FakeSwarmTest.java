package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;

/** The swarm in memory keeps the contract. */
final class FakeSwarmTest extends SwarmContract {
    private final SwarmUnderTest inMemory = inMemory();

    @Override
    protected SwarmUnderTest underTest() {
        return inMemory;
    }

    static SwarmUnderTest inMemory() {
        return inMemory(new FakeSwarm(3));
    }

    static SwarmUnderTest inMemory(FakeSwarm swarm) {
        return new SwarmUnderTest(swarm, "redis:7", FakeSwarmTest::eventuallyIn);
    }

    /** Each look lets time pass. */
    private static void eventuallyIn(String what, Callable<Boolean> holds) throws Exception {
        var looks = 0;
        while (!holds.call()) {
            assertTrue(++looks < 100, what);
        }
    }
}
