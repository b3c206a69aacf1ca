package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.swarm.SwarmContract;
import dev.skep.swarm.SwarmUnderTest;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Behind a proxy that lets through what docs/operations.md says, the engine keeps the contract with all that the controller does;
 * and nothing of that may be left out. (Needs all of its tests to run.)
 */
final class ProxiedSwarmIT extends SwarmContract {
    private static final Set<String> ALLOWED = EngineCalls.of("whoever looks", "the controller, besides", "`adopt`");
    private static final ProxiedSwarm SWARM = ProxiedSwarm.allowing(ALLOWED);

    @AfterAll
    static void allOfThatWasNeeded() {
        try (SWARM) {
            assertEquals(ALLOWED, SWARM.proxy().used());
        }
    }

    @Test
    void whatIsToBeAdoptedIsFound() {
        swarm().createService(spec(name, 0));
        assertTrue(swarm().find(name).isPresent());
    }

    @Override
    protected SwarmUnderTest underTest() {
        return Engine.underTest(SWARM.swarm());
    }
}
