package dev.skep.swarm;

import java.util.concurrent.Callable;

/** The swarm in memory makes tasks as a real one does. */
final class FakeSwarmTaskTest extends TaskContract {
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
