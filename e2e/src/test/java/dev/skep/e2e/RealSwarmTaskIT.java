package dev.skep.e2e;

import dev.skep.swarm.Swarm;
import dev.skep.swarm.TaskContract;
import java.util.concurrent.Callable;

/** The swarm of the engine that {@code DOCKER_HOST} names makes tasks as Skep relies on. */
final class RealSwarmTaskIT extends TaskContract {
    @Override
    protected Swarm swarm() {
        return Engine.swarm();
    }

    @Override
    protected String image() {
        return Engine.IMAGE;
    }

    @Override
    protected void eventually(String what, Callable<Boolean> holds) throws Exception {
        Engine.eventually(what, holds);
    }
}
