package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.observed.Labels;
import dev.skep.observed.Rotation;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of passwords, stage by stage, each derived from what is there. */
final class PasswordsTest {
    private static final Sample INCR = Sample.named("incr");
    private static final Rotation ONCE = new Rotation(0, 1);
    private static final Rotation ALL = new Rotation(1, 0);

    private final Town town = new Town(new FakeSwarm(3));

    @BeforeEach
    void start() {
        town.bring(INCR.desired());
    }

    @Test
    void theAppGetsAnotherRedisRunsOnAndOnlyThenTheOneBeforeIsWithdrawn() {
        town.rotate("incr", ONCE);
        var redis = task("incr-redis-1");
        assertEquals(List.of("create secret incr-redis-password", "update service incr-app"), steps(INCR, ONCE));
        town.act(INCR.desired(ONCE));
        assertEquals(List.of(), steps(INCR, ONCE), "while old tasks of the app are there");
        while (steps(INCR, ONCE).isEmpty()) {
            assertTrue(town.visited().takes().isEmpty());
            town.act(INCR.desired(ONCE));
        }
        assertEquals(List.of("withdraw the passwords before from incr-redis-1"), steps(INCR, ONCE));
        town.bring(INCR.desired(ONCE));
        assertEquals(redis, task("incr-redis-1"));
        var takes = town.visited().takes().get("address of " + redis);
        assertEquals(Rotation.WITHOUT_RESTART, takes.get("app").size(), "the one in use and those to come");
        assertEquals(List.of(), steps(INCR, ONCE));
    }

    /** One that is ill may not answer, and must keep nothing from the others. */
    @Test
    void nothingIsWithdrawnBeforeRedisIsHealed() {
        var ill = new Town(new FakeSwarm(3));
        var desired = INCR.sentinel().desired(ONCE);
        ill.bring(INCR.sentinel().desired());
        ill.rotate("incr", ONCE);
        for (int looks = 0; looks < 20; looks++) {
            var plan = ill.plan(desired);
            var others = plan.steps().stream()
                    .filter(s -> !(s instanceof Step.WithdrawPasswords))
                    .toList();
            ill.act(new Plan(plan.name(), others, List.of(), List.of()));
        }
        var group = GroupView.healthy();
        var well = steps(ill.plan(desired, ill.observe().with("incr", group.observed())));
        assertTrue(well.contains("withdraw the passwords before from incr-redis-2"), well::toString);
        group.lonely("m2", 0);
        var healed = ill.plan(desired, ill.observe().with("incr", group.observed()));
        assertEquals(List.of("let m2 follow m1"), steps(healed));
    }

    private static List<String> steps(Plan plan) {
        return plan.steps().stream().map(Step::what).toList();
    }

    @Test
    void aRedisThatStartsAgainIsToldAgain() {
        town.rotate("incr", ONCE);
        town.bring(INCR.desired(ONCE));
        town.removeService("incr-redis-1");
        town.bring(INCR.desired(ONCE));
        assertEquals(2, town.visited().takes().size());
        assertTrue(town.service("incr-redis-1").label(Labels.WITHDRAWN).endsWith(task("incr-redis-1")));
    }

    @Test
    void ofAllPasswordsRedisGetsItsOwnOnceTheAppHasOneThatItTakesBeforeAndAfter() {
        town.rotate("incr", ALL);
        var before = town.service("incr-redis-1").version();
        town.act(INCR.desired(ALL));
        assertEquals(before, town.service("incr-redis-1").version(), "the app goes first");
        town.bring(INCR.desired(ALL));
        assertTrue(town.service("incr-redis-1").version() > before);
        assertEquals(List.of(), steps(INCR, ALL));
    }

    @Test
    void whoseRedisHasNotItsLastPasswordsGetsNoOthers() {
        assertTrue(Rotation.NONE.reached("incr", town.observe()));
        assertFalse(ALL.reached("incr", town.observe()));
        town.rotate("incr", ALL);
        town.bring(INCR.desired(ALL));
        assertTrue(ALL.reached("incr", town.observe()));
    }

    @Test
    void whoNeverChangedOneIsToldNothing() {
        assertTrue(town.visited().takes().isEmpty());
    }

    @Test
    void aRedisIsToldOfSoManyPasswordsAndThenMustRestart() {
        assertEquals(
                Rotation.WITHOUT_RESTART - 1,
                Stream.iterate(ONCE, r -> r.next().orElseThrow())
                                .takeWhile(r -> r.next().isPresent())
                                .count()
                        + 1);
    }

    private String task(String service) {
        var observed = town.observe();
        return observed.staying(observed.service(service).orElseThrow())
                .getFirst()
                .id();
    }

    private List<String> steps(Sample sample, Rotation rotation) {
        return town.steps(sample.desired(rotation)).stream()
                .map(s -> s.replaceFirst("-[0-9a-f]{10}$", ""))
                .toList();
    }
}
