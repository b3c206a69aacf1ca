package dev.skep.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.Town;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is planned is done, once, and only to what was observed. */
final class ActorTest {
    private static final Sample INCR = Sample.named("incr");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);
    private final Actor actor = new Actor(swarm, PasswordKey.random());

    @Test
    void allTasksRunTheImageThatTheTagMeantWhenItWasMade() {
        swarm.push("skep/incrementor:1.0.0", "first");
        town.bring(INCR.desired());
        assertEquals("skep/incrementor:1.0.0@sha256:first", image());
    }

    @Test
    void withoutARegistryTheTagHasToDo() {
        swarm.registry(false);
        town.bring(INCR.desired());
        assertEquals("skep/incrementor:1.0.0", image());
    }

    @Test
    void aSecretIsMadeWithItsPassword() {
        town.bring(INCR.desired());
        for (var secret : INCR.desired().secrets()) {
            assertFalse(swarm.text(secret.name()).contains("{{"), secret.name());
        }
    }

    @Test
    void redisKnowsWhatTheAppAndTheHealthCheckAreGiven() throws Exception {
        town.bring(INCR.desired());
        var texts =
                INCR.desired().secrets().stream().map(s -> swarm.text(s.name())).toList();
        assertTrue(texts.getFirst().contains("\nuser app on #" + sha256(texts.getLast()) + " "), texts::toString);
        assertTrue(texts.getFirst().contains("\nuser health on #" + sha256(texts.get(1)) + " "), texts::toString);
    }

    private static String sha256(String text) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    @Test
    void whatSomebodyChangedMeanwhileIsNotOverwritten() {
        town.bring(INCR.desired());
        var plan = town.plan(INCR.withReplicas(10).desired());
        town.meddle("incr-app", s -> s.withObject("Labels").put("by", "somebody"));
        assertThrows(SwarmException.StaleVersion.class, () -> act(plan));
        assertEquals("somebody", town.service("incr-app").label("by"));
    }

    @Test
    void whatIsGoneAlreadyNeedNotBeRemoved() {
        town.bring(INCR.desired());
        var observed = town.observe();
        var removals = Planner.plan(Desired.nothing("incr"), observed, "test");
        town.bring(Desired.nothing("incr"));
        act(removals);
        assertTrue(swarm.names().isEmpty());
    }

    private void act(Plan plan) {
        for (Step step : plan.steps()) {
            actor.act(step, "incr");
        }
    }

    private String image() {
        return town.service("incr-app")
                .spec()
                .at("/TaskTemplate/ContainerSpec/Image")
                .asText();
    }
}
