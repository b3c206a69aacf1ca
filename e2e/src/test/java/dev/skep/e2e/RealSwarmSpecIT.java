package dev.skep.e2e;

import dev.skep.swarm.SpecContract;
import dev.skep.swarm.Swarm;
import java.util.concurrent.Callable;

/** The swarm of the engine that {@code DOCKER_HOST} names gives back what Skep asks for. */
final class RealSwarmSpecIT extends SpecContract {
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
