package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Ask;
import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Run;
import dev.skep.plan.Stage.Allowed;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two of three tasks are left: the third shard is closed, taken, left out of the lists, and goes. */
final class LeaversTest {
    private static final Sample SAMPLE = Sample.named("incr").perReplica();
    private static final Desired TWO = SAMPLE.withReplicas(2).desiredWithShards(3);
    private static final Desired THREE = SAMPLE.withReplicas(3).desiredWithShards(3);
    private static final String HOME = "incr-shard-1:6379";

    private final Town town = new Town(new FakeSwarm(3));

    @BeforeEach
    void twoAreLeft() {
        town.bring(THREE);
        town.bring(TWO);
    }

    @Test
    void whoIsOfNoUseIsClosedOnceAllAnswerAndKnowOfAll() {
        var stage = stage(known(1), known(2), known(3));
        assertEquals(
                List.of(new HealStep.Close(endpoint(3), open(3), HOME, "no task of the app counts there any more")),
                stage.steps());
        assertTrue(stage.allowed().contains(Allowed.ADD_TASKS), "nobody counts there");
        assertEquals(Set.of(), stage.emptied());
        assertEquals(List.of(), stage(known(1), known(3)).steps(), "the second is silent");
    }

    @Test
    void whereTasksCountByAnImageOfBeforeNothingIsClosed() {
        var seen = town.observe();
        var old = tasks(seen, t -> of(t, t.slot(), "another"));
        var stage = Folding.of(TWO, old, shares(known(1), known(2), known(3)));
        assertEquals(List.of(), stage.steps());
        assertTrue(stage.waitsFor().orElseThrow().contains("every task of the app is as"), stage::toString);
    }

    /** Which tasks end is Swarm's choice. */
    @Test
    void whereATaskIsInItsSlotItStaysAndAnotherGoes() {
        var seen = tasks(town.observe(), t -> of(t, t.slot() == 2 ? 3 : t.slot(), t.templateHash()));
        var stage = Folding.of(TWO, seen, shares(known(1), known(2), known(3)));
        assertEquals(Stage.calm(List.of()), stage, "the second is wanted, for a task that comes gets the lowest slot");
        var one = SAMPLE.withReplicas(1).desiredWithShards(3);
        town.bring(one);
        var third = tasks(town.observe(), t -> of(t, 3, t.templateHash()));
        assertEquals(
                List.of("let nobody count in incr-shard-2-1 any more"),
                told(Folding.of(one, third, shares(known(1), known(2), known(3)))));
    }

    @Test
    void whoIsAboutToEndMayStillCount() {
        var seen = town.observe();
        var app = seen.service("incr-app").orElseThrow();
        var ends = new ObservedTask(
                "ends", app.id(), 3, "node1", "running", "shutdown", seen.at(), "", hash(seen), Map.of());
        var tasks = new ArrayList<>(seen.tasks());
        tasks.add(ends);
        var stage = Folding.of(TWO, with(seen, tasks), shares(known(1), known(2), known(3)));
        assertEquals(List.of(), stage.steps());
        assertTrue(stage.waitsFor().isPresent());
    }

    /** Its node is lost, and Swarm waits for it for a day: whatever restarts by then is no fault of the manifest's. */
    @Test
    void whatIsAskedForHasComeUpThoughAShardStays() {
        var others = new Town(new FakeSwarm(3));
        others.bring(THREE);
        var noted = 0;
        for (int look = 0; look < 30; look++) {
            var seen = others.observe().with("incr", shares(known(1), known(2)).orElseThrow());
            var plan = others.plan(TWO, seen);
            noted += plan.steps().stream().anyMatch(Step.RecordOutcome.class::isInstance) ? 1 : 0;
            others.act(plan);
        }
        assertEquals(1, noted, "it is noted that it came up, once");
        var seen = others.observe().with("incr", shares(known(1), known(2)).orElseThrow());
        var waits = others.plan(TWO, seen).waits();
        assertTrue(waits.toString().contains("once these answer: incr-shard-3-1"), waits::toString);
    }

    @Test
    void whatIsClosedIsTakenWhateverIsWantedByThen() {
        var closed = share(3, closed(3), Set.of(), 1, 2, 3);
        var take = List.<HealStep>of(
                new HealStep.Take(endpoint(1), open(1), endpoint(3), closed(3), "nobody counts there any more"));
        assertEquals(take, stage(known(1), known(2), closed).steps());
        var back = Folding.of(THREE, town.observe(), shares(known(1), known(2), closed));
        assertEquals(take, back.steps());
        assertFalse(back.allowed().contains(Allowed.ADD_TASKS));
        var silent = stage(known(1), closed);
        assertEquals(List.of(), silent.steps(), "the second may have taken it");
        assertTrue(silent.waitsFor().orElseThrow().contains("incr-shard-2-1"), silent::toString);
        assertFalse(silent.allowed().contains(Allowed.ADD_TASKS));
    }

    @Test
    void whoWasTakenLeavesTheListsAndThenGoes() {
        var first = share(1, open(1), Set.of("a3"), 1, 2, 3);
        var closed = share(3, closed(3), Set.of(), 1, 2, 3);
        var lists = stage(first, known(2), closed);
        assertEquals(3, lists.steps().size());
        assertEquals(
                "5:incr-shard-1:6379,a1 incr-shard-2:6379,a2",
                ((HealStep.ListGroups) lists.steps().getFirst()).listed().text());
        assertEquals(Set.of(), lists.emptied());

        var cut = stage(share(1, open(1), Set.of("a3"), 1, 2), known(2), closed);
        assertEquals(2, cut.steps().size(), "two do not know it yet");
        var gone = shares(
                share(1, open(1), Set.of("a3"), 1, 2),
                share(2, open(2), Set.of(), 1, 2),
                share(3, closed(3), Set.of(), 1, 2));
        assertEquals(
                Set.of("incr-shard-3-1"), Folding.of(TWO, town.observe(), gone).emptied());
        var plan = town.plan(TWO, town.observe().with("incr", gone.orElseThrow()));
        assertTrue(
                Town.work(plan)
                        .anyMatch(s -> s instanceof Step.RetireVolumes r
                                && r.written().equals(Map.of("incr-shard-3-1", "aof-retired"))),
                plan::toString);
    }

    @Test
    void oneThatIsSilentAndFoldedHoldsNobodyUp() {
        var stage = stage(share(1, open(1), Set.of("a3"), 1, 2), share(2, open(2), Set.of(), 1, 2));
        assertTrue(stage.allowed().contains(Allowed.ADD_TASKS));
        assertEquals(Set.of(), stage.emptied(), "what it says is not known");
    }

    @Test
    void whoIsWantedAgainBeginsAnotherRunBeforeTheListsLeaveItOut() {
        var admit = List.<HealStep>of(new HealStep.Admit(
                endpoint(3),
                Optional.of(closed(3)),
                "it is to count again, and what it had counted is in another's count"));
        var closed = share(3, closed(3), Set.of(), 1, 2, 3);
        var first = share(1, open(1), Set.of("a3"), 1, 2, 3);
        var listed = Folding.of(THREE, town.observe(), shares(first, known(2), closed));
        assertEquals(admit, listed.steps());
        assertFalse(listed.allowed().contains(Allowed.ADD_TASKS));
        var out = shares(
                share(1, open(1), Set.of("a3"), 1, 2),
                share(2, open(2), Set.of(), 1, 2),
                share(3, closed(3), Set.of(), 1, 2));
        assertEquals(admit, Folding.of(THREE, town.observe(), out).steps(), "they had left it out already");

        var again = share(3, new Run(3, Run.State.OPEN, "c3", ""), Set.of(), 1, 2, 3);
        var lists = Folding.of(THREE, town.observe(), shares(first, known(2), again));
        assertEquals(3, lists.steps().size());
        assertFalse(lists.allowed().contains(Allowed.ADD_TASKS));
    }

    @Test
    void whoIsWantedStaysOnTheListsWhileItIsSilent() {
        var stage = Folding.of(THREE, town.observe(), shares(share(1, open(1), Set.of("a3"), 1, 2, 3), known(2)));
        assertEquals(List.of(), stage.steps(), "a task may count there the moment it is open again");
    }

    /** It has come back without the end of its file. */
    @Test
    void whoIsOpenAndWasTakenIsClosedAgain() {
        var back = Folding.of(THREE, town.observe(), shares(share(1, open(1), Set.of("a3"), 1, 2), known(2), known(3)));
        assertEquals(List.of("let nobody count in incr-shard-3-1 any more"), told(back));
        assertFalse(back.allowed().contains(Allowed.ADD_TASKS));
    }

    @Test
    void whileSomebodyWaitsForABackupOrARestoreNothingIsClosed() {
        var ask = Ask.backup("one", "incr", town.observe().at()).config();
        town.swarm().createConfig(ask.name(), ask.labels(), ask.text().getBytes(StandardCharsets.UTF_8));
        var stage = stage(known(1), known(2), known(3));
        assertEquals(List.of(), stage.steps());
        assertTrue(stage.waitsFor().orElseThrow().contains("the backup or the restore"), stage::toString);
    }

    private Stage stage(ObservedShare... shares) {
        return Folding.of(TWO, town.observe(), shares(shares));
    }

    private static Optional<List<ObservedShare>> shares(ObservedShare... shares) {
        return Optional.of(List.of(shares));
    }

    private static List<String> told(Stage stage) {
        return stage.steps().stream().map(HealStep::what).toList();
    }

    /** The same with other tasks of the app. */
    private static Observed tasks(Observed seen, UnaryOperator<ObservedTask> change) {
        var app = seen.service("incr-app").orElseThrow();
        return with(
                seen,
                seen.tasks().stream()
                        .map(t -> t.serviceId().equals(app.id()) && !t.ended() ? change.apply(t) : t)
                        .toList());
    }

    private static Observed with(Observed seen, List<ObservedTask> tasks) {
        return new Observed(
                seen.at(), seen.nodes(), seen.services(), tasks, seen.networks(), seen.configs(), seen.secrets());
    }

    private static ObservedTask of(ObservedTask task, int slot, String template) {
        return new ObservedTask(
                task.id(),
                task.serviceId(),
                slot,
                task.nodeId(),
                task.state(),
                task.desiredState(),
                task.changedAt(),
                task.error(),
                template,
                task.addresses());
    }

    private static String hash(Observed seen) {
        return seen.service("incr-app").orElseThrow().templateHash();
    }

    /** One that counts and knows of all three. */
    private static ObservedShare known(int shard) {
        return share(shard, open(shard), Set.of(), 1, 2, 3);
    }

    private static ObservedShare share(int shard, Run run, Set<String> took, int... known) {
        var births = new TreeMap<String, String>();
        IntStream.of(known).forEach(s -> births.put("incr-shard-" + s + ":6379", "a" + s));
        return new ObservedShare(endpoint(shard), Optional.of(run), Optional.of(new Listed(4, births)), took);
    }

    private static Run open(int shard) {
        return new Run(1, Run.State.OPEN, "a" + shard, "");
    }

    private static Run closed(int shard) {
        return new Run(2, Run.State.CLOSED, "a" + shard, HOME);
    }

    private static Endpoint endpoint(int shard) {
        return new Endpoint("incr-shard-" + shard + "-1", "10.0.0." + shard, "10.1.0." + shard);
    }
}
