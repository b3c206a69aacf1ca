package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Sample;
import dev.skep.observed.Rotation;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a person tells the controller by a command: other passwords, a loss that is accepted. */
final class WishesTest {
    private static final Sample INCR = Sample.named("incr");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @BeforeEach
    void installed() {
        swarm.createSecret(ControllerService.KEY_SECRET, ControllerService.keyLabels("fingerprint"), new byte[32]);
        town.bring(INCR.desired());
    }

    @Test
    void theAppGetsAnotherPasswordAndRedisRunsOn() {
        assertTrue(rotate("incr").startsWith("incr: the app gets another password;"), rotate("incr"));
        assertEquals(new Rotation(0, 2), rotation());
    }

    @Test
    void everybodyGetsAnotherPassword() {
        assertTrue(rotate("incr", "--all").startsWith("incr: everybody gets another password;"));
        assertEquals(new Rotation(1, 0), rotation());
        var tooSoon = assertThrows(CannotGoOn.class, () -> rotate("incr", "--all"));
        assertTrue(tooSoon.getMessage().contains("has not got its last passwords yet"), tooSoon.getMessage());
        town.bring(INCR.desired(rotation()));
        rotate("incr", "--all");
        assertEquals(new Rotation(2, 0), rotation());
    }

    @Test
    void whoHasHadAllPasswordsThatRedisWasToldNeedsAll() {
        var last = new Rotation(0, Rotation.WITHOUT_RESTART - 1);
        town.rotate("incr", last);
        var refused = assertThrows(CannotGoOn.class, () -> rotate("incr"));
        assertTrue(refused.getMessage().endsWith("say --all"), refused.getMessage());
        assertEquals(last, rotation());
        rotate("incr", "--all");
        assertEquals(new Rotation(1, 0), rotation());
    }

    @Test
    void whatNobodyMadeHasNoPasswords() {
        assertTrue(assertThrows(CannotGoOn.class, () -> rotate("none"))
                .getMessage()
                .startsWith("nothing in the swarm was made for none"));
        assertTrue(assertThrows(CannotGoOn.class, () -> accept("none", "--yes"))
                .getMessage()
                .startsWith("nothing in the swarm was made for none"));
    }

    @Test
    void aLossIsAcceptedAsItWasShown() {
        assertEquals("incr: no data are missing, so there is nothing to accept", accept("incr", "--yes"));
        swarm.empty("incr-redis-1");
        var unsure = assertThrows(CannotGoOn.class, () -> accept("incr"));
        assertTrue(unsure.getMessage().contains("incr-redis-1; if you mean it"), unsure.getMessage());
        assertEquals(List.of(), acceptances());
        assertEquals("incr: goes on without what was counted in incr-redis-1", accept("incr", "--yes"));
        accept("incr", "--yes");
        assertEquals(List.of("incr-redis-1"), acceptances());
    }

    private List<String> acceptances() {
        return town.observe().configs().stream()
                .filter(c -> c.name().startsWith("skep-accept-data-loss-incr-"))
                .map(c -> c.text())
                .toList();
    }

    private Rotation rotation() {
        return Rotation.of("incr", town.observe());
    }

    private String rotate(String... arguments) {
        var command = new RotatePasswordCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.rotate(swarm);
    }

    private String accept(String... arguments) {
        var command = new AcceptDataLossCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.accept(swarm);
    }
}
