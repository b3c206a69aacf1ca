package dev.skep.swarm;

import java.util.concurrent.Callable;

/**
 * What a contract suite is run against.
 *
 * @param swarm the same within a test
 * @param image a small one that every node can run; it runs until it is told to end
 */
public record SwarmUnderTest(Swarm swarm, String image, Patience patience) {
    /** Asks again and again; fails when it is not true in a time that suits the swarm. */
    @FunctionalInterface
    public interface Patience {
        void await(String what, Callable<Boolean> holds) throws Exception;
    }
}
