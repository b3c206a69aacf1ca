package dev.skep.swarm;

import java.util.concurrent.Callable;

/** The swarm in memory gives back what Skep asks for. */
final class FakeSwarmSpecTest extends SpecContract {
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
        FakeSwarmTest.eventuallyIn(what, holds);
    }
}
