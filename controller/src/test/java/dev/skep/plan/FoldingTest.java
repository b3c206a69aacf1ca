package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import dev.skep.plan.Stage.Allowed;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a sum consists of is said to each shard before anybody counts where it would not look. */
final class FoldingTest {
    private static final Desired TWO =
            Sample.named("incr").perReplica().withReplicas(2).desired();
    private static final Desired THREE =
            Sample.named("incr").perReplica().withReplicas(3).desired();

    private static final Observed NOTHING = new Town(new FakeSwarm(1)).observe();

    @Test
    void theirShardsAreFoundByTheirAddresses() {
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1", "incr-shard-3-1"), Folding.counters(THREE));
        assertEquals(List.of(), Folding.counters(Sample.named("incr").desired()));
    }

    @Test
    void whoWasNeverToldApartIsFirst() {
        var stage = stage(TWO, share(1, 0), share(2, 0));
        assertEquals(
                List.of("let what incr-shard-1-1 counts be known", "let what incr-shard-2-1 counts be known"),
                told(stage));
        assertFalse(stage.allowed().contains(Allowed.ADD_TASKS));
        assertTrue(stage.allowed().contains(Allowed.RESTART));
    }

    @Test
    void thenAllAreToldOfAll() {
        var stage = stage(TWO, open(1), open(2));
        assertEquals(2, stage.steps().size());
        assertEquals(
                new HealStep.ListGroups(endpoint(1), listed(1, 1, 2), "it does not know it"),
                stage.steps().getFirst());
        assertFalse(stage.allowed().contains(Allowed.ADD_TASKS));
        var known = stage(TWO, share(1, 1, 1, 2), share(2, 1, 1, 2));
        assertEquals(Stage.calm(List.of()), known);
    }

    @Test
    void aShardThatComesIsToldOfToThoseThatAreThereBeforeAnybodyCountsInIt() {
        var stage = stage(THREE, share(1, 4, 1, 2), share(2, 4, 1, 2));
        assertEquals(List.of(), told(stage), "it does not answer yet");
        assertFalse(stage.allowed().contains(Allowed.ADD_TASKS));
        var comes = stage(THREE, share(1, 4, 1, 2), share(2, 4, 1, 2), open(3));
        assertEquals(3, comes.steps().size());
        assertEquals(
                5, ((HealStep.ListGroups) comes.steps().getFirst()).listed().number());
        assertFalse(comes.allowed().contains(Allowed.ADD_TASKS));
        var cut = stage(THREE, share(1, 5, 1, 2, 3), share(2, 4, 1, 2), open(3));
        assertEquals(
                List.of(endpoint(2), endpoint(3)),
                cut.steps().stream().map(HealStep::to).toList());
    }

    /** Its run is known from the others' lists; without these a sum that lacks it would be told. */
    @Test
    void whoIsAwayStaysInTheSum() {
        var away = stage(THREE, share(1, 4, 1, 2, 3), share(3, 4, 1, 2, 3));
        assertEquals(Stage.calm(List.of()), away);
        assertFalse(Folding.settled(THREE, NOTHING, List.of(share(1, 4, 1, 2, 3), share(3, 4, 1, 2, 3))));
        var unknown = stage(TWO, open(1));
        assertEquals(List.of(), told(unknown));
        assertTrue(unknown.waitsFor().orElseThrow().contains("incr-shard-2-1"), unknown::toString);
    }

    /** One that writes nothing to a disk has started anew. */
    @Test
    void whoHasForgottenAllIsAnotherRunFromThenOn() {
        var forgot = stage(TWO, share(1, 4, 1, 2), share(2, 0));
        assertEquals(List.of("let what incr-shard-2-1 counts be known"), told(forgot));
        var another = new ObservedShare(
                endpoint(2), Optional.of(new Run(1, Run.State.OPEN, "ff", "")), Optional.empty(), Set.of());
        var list = stage(TWO, share(1, 4, 1, 2), another);
        assertEquals(2, list.steps().size());
        assertEquals(
                "5:incr-shard-1:6379,a1 incr-shard-2:6379,ff",
                ((HealStep.ListGroups) list.steps().getFirst()).listed().text());
    }

    @Test
    void aControllerThatReachesNobodyAddsNoTasksAndHoldsNothingElseUp() {
        var stage = stage(TWO);
        assertEquals(Optional.empty(), stage.waitsFor());
        assertEquals(Set.of(Allowed.CHANGE_MODE, Allowed.RETIRE, Allowed.RESTART), stage.allowed());
    }

    /** A shard that does not start holds up the tasks that would count in it, and no bug fix. */
    @Test
    void allElseOfTheAppIsChangedMeanwhile() {
        var town = new Town(new FakeSwarm(3));
        town.bring(TWO);
        var more = Sample.named("incr").perReplica().withReplicas(3);
        var seen = List.of(share(1, 4, 1, 2), share(2, 4, 1, 2));
        Supplier<Observed> silent = () -> town.observe().with("incr", seen);
        town.act(town.plan(more.desired(), silent.get()));
        assertEquals(
                List.of(), updates(town.plan(more.desired(), silent.get())), "nothing but more tasks is asked for");

        var mended = more.withImage("skep/incrementor:2").desired();
        town.act(town.plan(mended, silent.get()));
        var app = town.observe().service("incr-app").orElseThrow();
        assertEquals(2, town.observe().wanted(app));
        assertTrue(app.spec().toString().contains("skep/incrementor:2"));
        assertEquals(List.of(), updates(town.plan(mended, silent.get())), "and no more of it");
        town.bring(mended);
        assertEquals(3, town.observe().wanted(town.observe().service("incr-app").orElseThrow()));
    }

    /** What is tried first is the app, with the tasks that it has (docs/decisions/0008). */
    @Test
    void theAppGoesFirstAlsoWhereItIsToHaveMoreTasks() {
        var town = new Town(new FakeSwarm(3));
        town.bring(TWO);
        var seen = List.of(share(1, 4, 1, 2), share(2, 4, 1, 2));
        var all = Sample.named("incr")
                .perReplica()
                .withReplicas(3)
                .withImage("skep/incrementor:2")
                .withRedisImage("redis:8")
                .desired();
        town.act(town.plan(all, town.observe().with("incr", seen)));
        var next = town.plan(all, town.observe().with("incr", seen));
        assertEquals(
                List.of(),
                Town.work(next)
                        .map(Step::what)
                        .filter(w -> w.startsWith("update service incr-shard"))
                        .toList());
        assertTrue(next.waits().toString().contains("once this is rolled out: incr-app"), next::toString);
    }

    @Test
    void aRolloutThatFailsWhileTasksAreHeldBackGoesBack() {
        var town = new Town(new FakeSwarm(3));
        var incr = Sample.named("incr").perReplica();
        town.bring(incr.withReplicas(2).desiredWithShards(3));
        town.swarm().bad("broken:1");
        var broken = incr.withReplicas(3).withImage("broken:1").desiredWithShards(3);
        var seen = List.of(share(1, 4, 1, 2), share(2, 4, 1, 2));
        for (int look = 0; look < 30; look++) {
            town.act(town.plan(broken, town.observe().with("incr", seen)));
        }
        var app = town.observe().service("incr-app").orElseThrow();
        assertFalse(app.spec().toString().contains("broken:1"), "what ran before runs again");
    }

    private static List<String> updates(Plan plan) {
        return Town.work(plan)
                .map(Step::what)
                .filter(w -> w.equals("update service incr-app"))
                .toList();
    }

    /** Else nobody would count where one of many shards does not start. */
    @Test
    void anAppIsMadeWithAsManyTasksAsAllKnowOf() {
        var town = new Town(new FakeSwarm(3));
        town.bring(TWO);
        town.removeService("incr-app");
        assertEquals(2, made(town, List.of(share(1, 4, 1, 2), share(2, 4, 1, 2))));
        assertEquals(1, made(town, List.of(share(1, 4, 1, 2), share(2, 0))), "the second was told of nobody");
        assertEquals(1, made(town, List.of()), "the first is known whoever is");
        assertEquals(3, made(new Town(new FakeSwarm(3)), List.of()), "nobody has counted yet");
    }

    private static long made(Town town, List<ObservedShare> shares) {
        var seen = town.observe().with("incr", shares);
        var plan = town.plan(THREE, seen);
        var app = Town.work(plan)
                .filter(step -> step.what().equals("create service incr-app"))
                .map(step -> seen.wanted(
                        assertInstanceOf(Step.CreateService.class, step).spec()))
                .findFirst()
                .orElseThrow();
        assertEquals(app < 3, plan.waits().toString().contains("incr-app gets more tasks once"), plan::toString);
        return app;
    }

    private static Stage stage(Desired desired, ObservedShare... shares) {
        return Folding.of(desired, NOTHING, Optional.of(List.of(shares)));
    }

    private static List<String> told(Stage stage) {
        return stage.steps().stream().map(HealStep::what).toList();
    }

    private static ObservedShare open(int shard) {
        return new ObservedShare(endpoint(shard), Optional.of(run(shard)), Optional.empty(), Set.of());
    }

    /** One that knows of these; of none, and which run it is neither, where the number is 0. */
    private static ObservedShare share(int shard, long number, int... known) {
        return number == 0
                ? new ObservedShare(endpoint(shard), Optional.empty(), Optional.empty(), Set.of())
                : new ObservedShare(
                        endpoint(shard), Optional.of(run(shard)), Optional.of(listed(number, known)), Set.of());
    }

    private static Listed listed(long number, int... shards) {
        var births = new TreeMap<String, String>();
        IntStream.of(shards).forEach(s -> births.put("incr-shard-" + s + ":6379", run(s).birth()));
        return new Listed(number, births);
    }

    private static Run run(int shard) {
        return new Run(1, Run.State.OPEN, "a" + shard, "");
    }

    private static Endpoint endpoint(int shard) {
        return new Endpoint("incr-shard-" + shard + "-1", "10.0.0." + shard, "10.1.0." + shard);
    }
}
