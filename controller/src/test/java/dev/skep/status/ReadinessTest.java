package dev.skep.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Sample;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a manifest is as it asks to be. */
final class ReadinessTest {
    private static final Sample INCR = Sample.named("incr");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void allTasksOfAllServicesRun() {
        town.bring(INCR.desired());
        assertEquals(List.of(), waitingFor(INCR.desired()));
    }

    @Test
    void whatIsLeftToDoIsWaitedFor() {
        assertTrue(waitingFor(INCR.desired()).contains("create service incr-app"));
    }

    @Test
    void whatIsHeldIsWaitedForWithTheReason() {
        var plan = Plan.held("incr", new Hold("VolumeLost", "bring it back"));
        assertEquals(
                List.of("VolumeLost: bring it back"),
                Readiness.of(INCR.desired(), plan, town.observe()).waitingFor());
    }

    @Test
    void whatComesByItselfIsWaitedFor() {
        var plan = Plan.waiting("incr", "asking the kernels");
        assertEquals(
                List.of("asking the kernels"),
                Readiness.of(Desired.nothing("incr"), plan, town.observe()).waitingFor());
    }

    @Test
    void tasksThatStartDoNotRunYet() {
        town.act(INCR.desired());
        assertTrue(waitingFor(INCR.desired()).contains("incr-app: 0 of 3 tasks run"));
    }

    @Test
    void tasksOfTheLastTemplateDoNotCount() {
        town.bring(INCR.desired(Way.NONE));
        swarm.slow("skep/incrementor:2");
        var next = INCR.withImage("skep/incrementor:2").desired(Way.NONE);
        town.act(next);
        assertEquals(List.of("incr-app: 0 of 3 tasks run"), waitingFor(next));
    }

    @Test
    void whyATaskDoesNotRunIsSaidInSwarmsWords() {
        swarm.bad("broken:1");
        var broken = INCR.withImage("broken:1").desired(Way.NONE);
        for (int looks = 0; looks < 4; looks++) {
            town.act(broken);
        }
        assertTrue(waitingFor(broken).contains("incr-app: 0 of 3 tasks run (task: non-zero exit (1))"));
    }

    @Test
    void aNodeThatIsLostIsNotWaitedForOnceOthersDoItsWork() {
        town.bring(INCR.desired());
        swarm.node(3).ready(false);
        assertFalse(ready(INCR.desired()));
        assertTrue(ready(INCR.desired()), "its replica runs elsewhere, its gateway is not wanted");
        swarm.node(3).ready(true);
        assertFalse(ready(INCR.desired()));
        town.bring(INCR.desired());
        assertTrue(ready(INCR.desired()));
    }

    @Test
    void thePausedNodesGatewayIsNotCounted() {
        town.bring(INCR.desired());
        swarm.node(3).availability("pause");
        assertTrue(ready(INCR.desired()));
        town.bring(INCR.withPort(9000).desired());
        assertTrue(ready(INCR.withPort(9000).desired()), "the paused node keeps the gateway that it has");
    }

    @Test
    void aServiceThatNobodyMadeIsMissing() {
        var plan = new Plan("incr", List.of(), List.of(), List.of());
        var readiness = Readiness.of(INCR.desired(Way.NONE), plan, town.observe());
        assertEquals(List.of("incr-redis-1: not there yet", "incr-app: not there yet"), readiness.waitingFor());
    }

    private boolean ready(Desired desired) {
        return waitingFor(desired).isEmpty();
    }

    private List<String> waitingFor(Desired desired) {
        var observed = town.observe();
        return Readiness.of(desired, Planner.plan(desired, observed, "test"), observed)
                .waitingFor();
    }
}
