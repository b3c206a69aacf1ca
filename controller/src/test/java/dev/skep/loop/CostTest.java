package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.observed.Labels;
import dev.skep.swarm.FakeSwarm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a thousand manifests with ten replicas each cost in calls; what they take in time is told, not asserted. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CostTest {
    private static final int MANY = 1000;
    private static final Sample[] SAMPLES = IntStream.range(0, MANY)
            .mapToObj(i -> Sample.named("m" + i).withVia(Via.NONE).withReplicas(10))
            .toArray(Sample[]::new);

    private static final FakeSwarm SWARM = new FakeSwarm(3);
    private static final Folder FOLDER = new Folder(SAMPLES);
    private static final Passes PASSES = new Passes(SWARM, FOLDER, PasswordKey.random());
    private static Log log;

    @BeforeAll
    static void keepTheLogToOurselves() {
        log = Log.open();
    }

    @AfterAll
    static void giveTheLogBack() {
        log.close();
    }

    @Test
    @Order(1)
    void newManifestsAreMadeInOnePassThatWritesEachNodeOnce() {
        timed("made", PASSES::pass);
        assertEquals(3, SWARM.faults().count("updateNode"));
        assertEquals(2 * MANY + 1, SWARM.faults().count("createService"), "an app and a Redis each, and one probe");
        assertEquals(List.of(), PASSES.failures());
        for (var node : SWARM.observe().nodes()) {
            var volumes = node.labels().keySet().stream()
                    .filter(l -> l.startsWith(Labels.VOLUME_PREFIX))
                    .count();
            assertTrue(Math.abs(volumes - MANY / 3) <= 1, node.hostname() + " holds " + volumes);
        }
        PASSES.converge();
    }

    @Test
    @Order(2)
    void aPassWithNothingToDoIsOneLook() {
        var before = SWARM.faults().calls();
        timed("a pass with nothing to do", PASSES::pass);
        assertEquals(before + 1, SWARM.faults().calls());
    }

    @Test
    @Order(3)
    void anEditOfOneCostsALookItsEntryInTheHistoryAndItsUpdate() {
        var before = SWARM.faults().calls();
        SAMPLES[500] = SAMPLES[500].withReplicas(11);
        FOLDER.holds(SAMPLES);
        timed("a pass with one edit", PASSES::pass);
        assertEquals(before + 3, SWARM.faults().calls());
        assertTrue(SWARM.faults().written().getLast().startsWith("updateService"), "and that is the update");
    }

    @Test
    @Order(4)
    void aGlanceBetweenTwoLooksIsOneCall() {
        var clock = new AtomicLong();
        var glance = new Glance(SWARM, clock::get);
        glance.seen(SWARM.observe());
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        var before = SWARM.faults().calls();
        timed("a glance", () -> assertFalse(glance.differs()));
        assertEquals(before + 1, SWARM.faults().calls());
    }

    private static void timed(String what, Runnable work) {
        var start = System.nanoTime();
        work.run();
        System.out.printf(
                "%d manifests, %s: %d ms%n",
                MANY, what, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
}
