package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;

/** The swarm in memory keeps the contract. */
final class FakeSwarmTest extends SwarmContract {
    private final FakeSwarm swarm = new FakeSwarm(3);

    @Override
    protected Swarm swarm() {
        return swarm;
    }

    @Override
    protected String image() {
        return "redis:7";
    }

    @Override
    protected void eventually(String what, Callable<Boolean> holds) throws Exception {
        eventuallyIn(what, holds);
    }

    /** Each look lets time pass. */
    static void eventuallyIn(String what, Callable<Boolean> holds) throws Exception {
        var looks = 0;
        while (!holds.call()) {
            assertTrue(++looks < 100, what);
        }
    }
}
