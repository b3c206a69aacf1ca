package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.desired.Sample;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Swarm has left more tasks running than a service asks for. */
final class SurplusTest {
    private static final Sample INCR = Sample.named("incr");
    private static final Duration LONGER_THAN_IT_IS_GIVEN = Duration.ofSeconds(6);

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void swarmIsToldOnceMoreAndEndsOne() {
        town.bring(INCR.desired());
        var before = running();
        swarm.twice("incr-app");
        assertEquals(List.of(), town.steps(INCR.desired()), "it may do it by itself");
        swarm.advance(LONGER_THAN_IT_IS_GIVEN);
        var told = town.work(INCR.desired());
        assertEquals(
                List.of("update service incr-app"),
                told.stream().map(Step::what).toList());
        assertEquals(
                "4 tasks run on where 3 are wanted: Swarm ends what is too many once it is told again",
                told.getFirst().why());
        town.act(INCR.desired());
        town.bring(INCR.desired());
        assertEquals(before, running(), "what ran before goes on");
    }

    @Test
    void aRolloutThatMadeItComesToAGoodEnd() {
        town.bring(INCR.desired());
        var next = INCR.withImage("skep/incrementor:2");
        town.act(next.desired());
        town.observe();
        town.observe();
        swarm.twice("incr-app");
        swarm.advance(Duration.ofMinutes(3));
        town.bring(next.desired());
        assertEquals(3, running().size());
        assertEquals(List.of(), town.plan(next.desired()).holds());
    }

    @Test
    void whatSwarmHasStoppedIsNotBegunAgain() {
        swarm.bad("broken:1");
        town.bring(INCR.desired());
        var paused = INCR.withImage("broken:1")
                .withFailureAction(FailureAction.PAUSE)
                .desired();
        town.bring(paused);
        swarm.twice("incr-app");
        swarm.twice("incr-app");
        swarm.advance(LONGER_THAN_IT_IS_GIVEN);
        assertEquals(List.of(), town.steps(paused));
    }

    private List<String> running() {
        return town.observe().staying(town.service("incr-app")).stream()
                .map(t -> t.id())
                .toList();
    }
}
