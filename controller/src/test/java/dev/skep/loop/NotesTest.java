package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.observed.Labels;
import dev.skep.swarm.FakeSwarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What first runs while nothing of its manifest is done is known to have counted: else its volume would be new when it is down. */
final class NotesTest {
    private static final Sample INCR = Sample.named("incr").withVia(Via.HOST).withReplicas(3);

    /** It is ours for as long as a test takes. */
    @AutoClose
    final Log log = Log.open();

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(INCR);
    private final Passes passes = new Passes(swarm, folder, PasswordKey.random());

    @BeforeEach
    void itsImageIsStillPulled() {
        swarm.slow("redis:7");
        some();
        assertEquals(1, swarm.observe().nodesWithVolume("incr-redis-1").size());
        assertFalse(isNoted());
    }

    @Test
    void whileTheFolderHasAnError() {
        folder.holdsAnErrorAnd();
        itRunsAndIsNoted();
    }

    @Test
    void whileMoreReplicasAreAskedForThanNodesCanHave() {
        folder.holds(INCR.withReplicas(4));
        itRunsAndIsNoted();
    }

    private void itRunsAndIsNoted() {
        some();
        assertFalse(isNoted());
        swarm.quick("redis:7");
        some();
        some();
        assertEquals("aof", label(Labels.DATA_PREFIX));
        assertEquals("", label(Labels.NEW_PREFIX));
        assertEquals(
                "aof", swarm.observe().service("incr-redis-1").orElseThrow().label(Labels.DATA));
    }

    private void some() {
        for (int pass = 0; pass < 5; pass++) {
            passes.pass();
        }
    }

    private boolean isNoted() {
        return !label(Labels.DATA_PREFIX).isEmpty();
    }

    private String label(String prefix) {
        return swarm.observe()
                .nodesWithVolume("incr-redis-1")
                .getFirst()
                .labels()
                .getOrDefault(prefix + "incr-redis-1", "");
    }
}
