package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService;
import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.Sample;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.Town;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tasks do by themselves is noticed between two looks, at the price of one call now and then. */
final class GlanceTest {
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final AtomicLong clock = new AtomicLong(-1);
    private final Glance glance = new Glance(swarm, clock::get);

    @BeforeEach
    void somethingRuns() {
        new Town(swarm).bring(Sample.named("incr").desired());
    }

    @Test
    void beforeTheFirstLookNothingIsAsked() {
        pass(A_WHILE);
        assertFalse(glance.differs());
        assertEquals(0, asked());
    }

    @Test
    void whatIsAsBeforeIsNotWorthALookAndCostsOneCall() {
        glance.seen(swarm.observe());
        assertFalse(glance.differs());
        assertEquals(0, asked(), "it was just looked at");
        pass(A_WHILE);
        var before = swarm.faults().calls();
        assertFalse(glance.differs());
        assertEquals(before + 1, swarm.faults().calls());
        assertFalse(glance.differs());
        assertEquals(1, asked(), "and not again at once");
    }

    @Test
    void aTaskThatEndsIsNoticed() {
        glance.seen(swarm.observe());
        pass(A_WHILE);
        swarm.kill("incr-app");
        assertTrue(glance.differs());
    }

    @Test
    void anEngineThatDoesNotAnswerIsWorthALook() {
        glance.seen(swarm.observe());
        pass(A_WHILE);
        swarm.faults().unreachable(true);
        assertTrue(glance.differs());
    }

    @Test
    void whoseTasksAreOthersIsTold() {
        new Town(swarm).bring(Sample.named("other").withPort(9000).desired());
        glance.seen(swarm.observe());
        assertEquals(Set.of(), glance.stirredIn(swarm.observe()));
        swarm.kill("incr-app");
        assertEquals(Set.of("incr"), glance.stirredIn(swarm.observe()));
    }

    /** It has no manifest, as one that is to go has none. */
    @Test
    void whatSkepRunsForItselfIsNobodysToDecide() {
        var installation = new Installation("skep/controller:1", Path.of("/srv/manifests"), "node-id-1", 998);
        swarm.createSecret(ControllerService.KEY_SECRET, ControllerService.keyLabels("fingerprint"), new byte[] {1});
        new Town(swarm).bring(ControllerService.desired(installation));
        glance.seen(swarm.observe());
        swarm.kill(ControllerService.NAME);
        assertEquals(Set.of(), glance.stirredIn(swarm.observe()));
        var decisions = new Decisions(
                new Folder(Sample.named("incr")).get(), swarm.observe(), new Maker("fingerprint"), new Held());
        assertThrows(IllegalArgumentException.class, () -> decisions.of(ControllerService.NAME));
    }

    /** Its tasks do not say what they were made from. */
    @Test
    void whatWasAdoptedIsAsBefore() {
        var adopted = new FakeSwarm(3);
        Edit.ADOPTED.happen(new Folder(), adopted);
        var another = new Glance(adopted, clock::get);
        another.seen(adopted.observe());
        pass(A_WHILE);
        assertFalse(another.differs());
        assertEquals(1, adopted.faults().count("tasksOf"));
    }

    @Test
    void anEngineThatWasSlowOrDownIsAskedAgain() {
        swarm.faults().onCall("tasksOf", () -> {
            pass(Duration.ofSeconds(10));
            throw new SwarmException.Unreachable("no answer in time", null);
        });
        glance.seen(swarm.observe());
        pass(A_WHILE);
        assertTrue(glance.differs());
        glance.seen(swarm.observe());
        swarm.faults().onCall("tasksOf", () -> pass(Duration.ofSeconds(5)));
        pass(A_WHILE);
        assertFalse(glance.differs());
        pass(Duration.ofMinutes(2));
        glance.differs();
        assertEquals(2, asked(), "and the one that failed before");
    }

    @Test
    void whatTakesLongIsDoneTheMoreRarelyWhateverIsLookedAtMeanwhile() {
        swarm.faults().onCall("tasksOf", () -> pass(Duration.ofMillis(100)));
        glance.seen(swarm.observe());
        pass(A_WHILE);
        glance.differs();
        glance.seen(swarm.observe());
        pass(Duration.ofSeconds(49));
        glance.differs();
        assertEquals(1, asked());
        pass(Duration.ofSeconds(1));
        glance.differs();
        assertEquals(2, asked());
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private int asked() {
        return swarm.faults().count("tasksOf");
    }
}
