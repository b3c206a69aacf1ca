package dev.skep.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.Exposure.Way;
import dev.skep.desired.HealthEntry;
import dev.skep.desired.Json;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of a manifest, of which state, and why. */
final class ConditionsTest {
    private static final Sample INCR = Sample.named("incr").withVia(Via.NONE);

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void whatRunsAsAskedIsReadyAndNothingElse() {
        town.bring(INCR.desired(Way.NONE));
        assertEquals(
                List.of(
                        "Ready=True, AllTasksRun",
                        "Progressing=False, Settled",
                        "Degraded=False, NoTrouble",
                        "RedisHealthy=True, AllMembersRun"),
                brief(INCR));
    }

    @Test
    void beforeAnythingWasMadeItIsProgressingAndNobodyKnowsOfRedis() {
        assertEquals(
                List.of(
                        "Ready=False, ChangesPending",
                        "Progressing=True, ChangesPending",
                        "Degraded=False, NoTrouble",
                        "RedisHealthy=False, MembersDown"),
                brief(INCR));
        var status = ManifestStatus.of(
                Optional.of(INCR.manifest()),
                Desired.nothing("incr"),
                Plan.waiting("incr", "asking the kernels"),
                town.observe());
        assertEquals("Ready=False, Waiting: asking the kernels", ready(status).toString());
        assertEquals(
                "RedisHealthy=Unknown, NoRedis: there is no Redis",
                status.condition(Condition.Type.REDIS_HEALTHY).toString());
    }

    @Test
    void aStepThatFailedWhenItWasLastTriedIsSaidWithItsReasonAsLongAsItIsToBeDone() {
        var failure = new LastFailure("create service incr-app: the name is taken", Instant.EPOCH);
        var failing = withFailure(failure);
        assertEquals(
                "Ready=False, StepFailed: create service incr-app: the name is taken",
                failing.condition(Condition.Type.READY).toString());
        assertEquals(
                "Degraded=True, StepFailed: create service incr-app: the name is taken",
                failing.condition(Condition.Type.DEGRADED).toString());
        assertEquals(
                "failed: create service incr-app: the name is taken",
                failing.waitingFor().getFirst());
        assertTrue(failing.waitingFor().contains("create service incr-redis-1"), failing::toString);
        town.bring(INCR.desired(Way.NONE));
        assertEquals("Ready=True, AllTasksRun", brief(withFailure(failure)).getFirst());
    }

    private ManifestStatus withFailure(LastFailure failure) {
        var desired = INCR.desired(Way.NONE);
        var observed = town.observe();
        var plan = town.plan(desired, observed);
        return ManifestStatus.of(Optional.of(INCR.manifest()), desired, plan, observed, Optional.of(failure));
    }

    @Test
    void tasksThatStartAreOnTheirWay() {
        town.act(INCR.desired(Way.NONE));
        assertEquals("Ready=False, TasksStarting", brief(INCR).getFirst());
    }

    @Test
    void tasksThatAreReplacedRollOut() {
        town.bring(INCR.desired(Way.NONE));
        var next = ofSlow("slow:2");
        town.observe();
        var ready = ready(status(next));
        assertEquals("RollingOut", ready.reason());
        assertEquals(town.service("incr-app").rollout().map(r -> r.startedAt()), ready.since());
    }

    @Test
    void aRedisWhosePlaceIsADrainedNodeSaysWhichAndHowItComesBack() {
        town.bring(INCR.desired(Way.NONE));
        var node = swarm.observe().nodesWithVolume("incr-redis-1").getFirst().hostname();
        swarm.node(Integer.parseInt(node.replace("node", ""))).availability("drain");
        while (town.observe().awaits(town.service("incr-redis-1")).isEmpty()) {
            town.observe(); // until its container has ended
        }
        var status = status(INCR);
        assertEquals("Unschedulable", ready(status).reason());
        assertTrue(
                ready(status)
                        .message()
                        .contains(
                                "incr-redis-1: 0 of 1 tasks run (its place is %1$s, which is drained; it comes back with: docker node update --availability active %1$s)"
                                        .formatted(node)),
                ready(status)::message);
    }

    /** An engine may fail to clear up after a task that it has ended for a drain. */
    @Test
    void howItsTaskEndedThereIsNotWhyItDoesNotRun() {
        var ended = new Trouble(
                Reason.CRASHING,
                "error while removing network: unknown network skep-redis id 0l4f8rabgg",
                Instant.EPOCH);
        var trouble = ended.awaiting(swarm.observe().nodes().getFirst());
        assertEquals(Reason.UNSCHEDULABLE, trouble.reason());
        assertEquals(
                "its place is node1, which is drained; it comes back with: docker node update --availability active node1",
                trouble.words());
    }

    @Test
    void aTaskThatFindsNoNodeIsUnschedulableInSwarmsWords() {
        town.bring(INCR.desired(Way.NONE));
        swarm.observe().nodesWithVolume("incr-redis-1").forEach(n -> swarm.node(
                        Integer.parseInt(n.hostname().replace("node", "")))
                .ready(false));
        town.observe();
        var status = status(INCR);
        assertEquals("Unschedulable", ready(status).reason());
        assertTrue(ready(status).message().contains("no suitable node (scheduling constraints not satisfied"));
        assertEquals("Degraded=True, Unschedulable", brief(INCR).get(2));
        assertEquals("RedisHealthy=False, MembersDown", brief(INCR).get(3));
    }

    @Test
    void whatStandsStillLongerThanItsDeadlineNoLongerProgresses() {
        var slow = ofSlow("slow:1");
        assertEquals("Progressing=True, TasksStarting", brief(slow).get(1));
        swarm.advance(Duration.ofMinutes(3));
        // Redis runs by now, and is noted to hold data; after that only the app is missing.
        IntStream.range(0, 3).forEach(_ -> town.act(slow.desired(Way.NONE)));
        var progressing = status(slow).condition(Condition.Type.PROGRESSING);
        assertEquals("Progressing=False, DeadlineExceeded: incr-app: 0 of 3 tasks run", progressing.toString());
    }

    /** Longer than the deadline, where update.monitor says so. */
    @Test
    void whatSwarmOnlyWatchesIsRollingOutHoweverLong() {
        town.bring(INCR.desired(Way.NONE));
        swarm.advance(Duration.ofHours(1));
        var seen = town.observe();
        var watched = seen.services().stream()
                .map(s -> s.name().equals("incr-app") ? watched(s) : s)
                .toList();
        var status = ManifestStatus.of(
                Optional.of(INCR.manifest()),
                INCR.desired(Way.NONE),
                new Plan("incr", List.of(), List.of(), List.of()),
                new Observed(
                        seen.at(),
                        seen.nodes(),
                        watched,
                        seen.tasks(),
                        seen.networks(),
                        seen.configs(),
                        seen.secrets()));
        var progressing = status.condition(Condition.Type.PROGRESSING);
        assertTrue(progressing.toString().startsWith("Progressing=True, RollingOut"), progressing::toString);
    }

    private static ObservedService watched(ObservedService service) {
        return new ObservedService(
                service.id(),
                service.name(),
                service.version(),
                service.spec(),
                service.previous(),
                Optional.of(new Rollout(Rollout.State.UPDATING, service.updatedAt(), "update in progress")),
                service.running(),
                service.wanted(),
                service.updatedAt());
    }

    @Test
    void aRolloutThatWasRolledBackIsNotReadyForThatReason() {
        town.bring(INCR.desired(Way.NONE));
        swarm.bad("broken:1");
        var broken = INCR.withImage("broken:1");
        town.bring(broken.desired(Way.NONE));
        assertEquals(
                List.of(
                        "Ready=False, RolledBack",
                        "Progressing=False, RolledBack",
                        "Degraded=True, RolledBack",
                        "RedisHealthy=True, AllMembersRun"),
                brief(broken));
        assertTrue(ready(status(broken))
                .message()
                .contains("failed (incr-app: task: non-zero exit (1)) and was rolled back to generation 1"));
    }

    @Test
    void aRolloutThatIsPausedIsHeld() {
        town.bring(INCR.desired(Way.NONE));
        swarm.bad("broken:1");
        var broken = INCR.withImage("broken:1").withFailureAction(FailureAction.PAUSE);
        town.bring(broken.desired(Way.NONE));
        assertEquals("Ready=False, RolloutFailed", brief(broken).getFirst());
    }

    @Test
    void suspendedIsAWishAndNoTrouble() {
        var status = ManifestStatus.of(
                Optional.of(INCR.manifest()),
                INCR.desired(Way.NONE),
                Plan.held("incr", new Hold("Suspended", "not done")),
                town.observe());
        assertEquals(
                List.of("Ready=False, Suspended", "Progressing=False, Suspended", "Degraded=False, NoTrouble"),
                brief(status).subList(0, 3));
    }

    @Test
    void whatNobodyAsksForIsBeingDeleted() {
        town.bring(INCR.desired(Way.NONE));
        var observed = town.observe();
        var nothing = Desired.nothing("incr");
        var status = ManifestStatus.of(Optional.empty(), nothing, Planner.plan(nothing, observed, "test"), observed);
        assertEquals("Ready=False, Deleting", brief(status).getFirst());
        assertEquals("-", status.mode());
    }

    @Test
    void tasksThatFailAgainAndAgainDegradeWhatRunsAtTheMoment() {
        town.bring(INCR.desired(Way.NONE));
        var observed = withEnded(town.observe(), Trouble.LOOP, "failed", "task: non-zero exit (1)");
        assertEquals(
                List.of("Ready=True, AllTasksRun", "Progressing=False, Settled", "Degraded=True, Crashing"),
                brief(status(INCR, observed)).subList(0, 3));
        assertEquals(
                "Degraded=False, NoTrouble",
                brief(status(INCR, withEnded(town.observe(), Trouble.LOOP - 1, "failed", "task: non-zero exit (1)")))
                        .get(2));
    }

    @Test
    void errorsAreToldApartByTheirWords() {
        town.bring(INCR.desired(Way.NONE));
        assertEquals("ImageUnavailable", degraded("failed", "No such image: nosuch:1"));
        assertEquals("Unhealthy", degraded("failed", "task: non-zero exit (143): dockerexec: unhealthy container"));
        assertEquals("Crashing", degraded("failed", "task: non-zero exit (1)"));
        assertEquals("Crashing", degraded("complete", "the container ended with exit 0"));
        assertEquals("TaskRejected", degraded("rejected", "invalid mount config"));
    }

    @Test
    void aLineOfHealthThatDoesNotHoldIsToldWithItsTimeAndWhatIsDone() {
        bring(INCR.sentinel(), town);
        assertEquals("RedisHealthy=True, AllMembersRun", brief(INCR.sentinel()).get(3), "nobody looks");
        var since = Instant.parse("2030-01-01T00:00:01Z");
        var line = new Line("AllPersist", "what is counted reaches the disk", since.toString(), "see to the disk");
        tell(new GroupReport("incr-redis-1", List.of(), List.of(), List.of(line)));
        assertEquals("Ready=True, AllTasksRun", brief(INCR.sentinel()).getFirst(), "who told it does not run");

        startController();
        var status = status(INCR.sentinel());
        assertEquals(
                "Ready=False, GroupUnhealthy: not so: what is counted reaches the disk (see to the disk)",
                ready(status).toString());
        assertEquals("RedisHealthy=False, GroupUnhealthy", brief(status).get(3));
        assertEquals(Optional.of(since), ready(status).since());
        assertEquals(List.of("not so: what is counted reaches the disk (see to the disk)"), status.waitingFor());
        assertEquals("incr-redis-1", status.groups().getFirst().report().primary());
    }

    @Test
    void aLoneRedisThatCannotSaveIsToldOfWhereItIs() {
        var alone = INCR.withPersistence(Persistence.RDB);
        bring(alone, town);
        startController();
        assertEquals("Ready=True, AllTasksRun", brief(alone).getFirst());
        tellAlone("incr-redis-1");
        var status = status(alone);
        assertEquals("Ready=False, GroupUnhealthy", brief(status).getFirst());
        assertEquals("RedisHealthy=False, GroupUnhealthy", brief(status).get(3));
        assertEquals(List.of("not so: what is counted reaches the disk (see to the disk)"), status.waitingFor());
        assertEquals(1, status.groups().getFirst().report().failing().size());
        assertEquals("incr-redis-1", status.groups().getFirst().report().primary());
    }

    @Test
    void aShardThatCannotSaveIsToldApartFromTheOthers() {
        var shards = INCR.perReplica().withPersistence(Persistence.RDB);
        bring(shards, town);
        startController();
        tellAlone("incr-shard-2-1");
        var status = status(shards);
        assertEquals("Ready=False, GroupUnhealthy", brief(status).getFirst());
        assertEquals(
                List.of("shard-1: 0", "shard-2: 1", "shard-3: 0"),
                status.groups().stream()
                        .map(g -> g.name() + ": " + g.report().failing().size())
                        .toList());
    }

    /** Until it is gone, and it is no illness. */
    @Test
    void aShardThatNobodyCountsInIsToldOf() {
        var shards = INCR.perReplica();
        town.bring(shards.withReplicas(3).desiredWithShards(3));
        var two = shards.withReplicas(2);
        town.bring(two.desiredWithShards(3));
        var observed = town.observe();
        var desired = two.desiredWithShards(3);
        var status = ManifestStatus.of(Optional.of(two.manifest()), desired, town.plan(desired, observed), observed);
        assertEquals(
                List.of("shard-1 []", "shard-2 []", "shard-3 [NoCounterLeft]"),
                status.groups().stream()
                        .map(g -> g.name() + " "
                                + g.report().failing().stream().map(Line::name).toList())
                        .toList());
        assertEquals("RedisHealthy=True, AllMembersRun", brief(status).get(3));
    }

    private void tellAlone(String service) {
        var line =
                new Line("AllPersist", "what is counted reaches the disk", "2030-01-01T00:00:01Z", "see to the disk");
        var report = new GroupReport(service, List.of(), List.of(), List.of(line));
        var entry = HealthEntry.ofAlone("incr", service, report);
        swarm.createConfig(entry.name(), entry.labels(), new byte[0]);
    }

    private void startController() {
        swarm.createService(Json.object(
                "Name", ControllerService.NAME,
                "Labels", Map.of(Labels.NAME, ControllerService.NAME, Labels.COMPONENT, "controller"),
                "Mode", Json.object("Replicated", Json.object("Replicas", 1)),
                "TaskTemplate", Json.object("ContainerSpec", Json.object("Image", "controller:1"))));
        for (int looks = 0; looks < 3; looks++) {
            town.observe();
        }
    }

    private void tell(GroupReport report) {
        var entry = HealthEntry.of("incr", report);
        swarm.createConfig(entry.name(), entry.labels(), new byte[0]);
    }

    @Test
    void copiesThatAreLostTogetherAreToldWithTheNode() {
        var sample = INCR.sentinel();
        var small = new Town(new FakeSwarm(2));
        bring(sample, small);
        var observed = small.observe();
        var degraded = ManifestStatus.of(
                        Optional.of(sample.manifest()),
                        sample.desired(Way.NONE),
                        small.plan(sample.desired(Way.NONE), observed),
                        observed)
                .condition(Condition.Type.DEGRADED);
        assertEquals(
                "Degraded=True, TooFewNodes: lost together with node1: incr-redis-1, incr-redis-3; lost together with"
                        + " node1: incr-sentinel-1, incr-sentinel-3. The swarm had too few nodes when they were made; a"
                        + " member stays where its data is, a sentinel moves once a node is free",
                degraded.toString());
    }

    @Test
    void copiesOnDistinctNodesAreNoTrouble() {
        bring(INCR.sentinel(), town);
        assertEquals("Degraded=False, NoTrouble", brief(INCR.sentinel()).get(2));
    }

    @Test
    void sinceIsOfTheSwarmAndSoTheSameAfterARestart() {
        town.bring(INCR.desired(Way.NONE));
        var observed = town.observe();
        var since = ready(status(INCR, observed)).since().orElseThrow();
        var lastStart = observed.tasks().stream()
                .map(ObservedTask::changedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertTrue(!since.isBefore(lastStart), since + " before " + lastStart);
        assertTrue(since.isBefore(observed.at()), since.toString());
        swarm.advance(Duration.ofHours(1));
        assertEquals(since, ready(status(INCR)).since().orElseThrow());
    }

    @Test
    void theGenerationIsTheOneThatTheSwarmHolds() {
        assertEquals(0, status(INCR).generation());
        town.bring(INCR.desired(Way.NONE));
        assertEquals(1, status(INCR).generation());
        var more = INCR.withReplicas(5);
        assertEquals(1, ready(status(more)).observedGeneration());
        town.bring(more.desired(Way.NONE));
        assertEquals(2, ready(status(more)).observedGeneration());
    }

    private static void bring(Sample sentinel, Town where) {
        where.bring(sentinel.desired(Way.NONE));
    }

    private String degraded(String state, String error) {
        return status(INCR, withEnded(town.observe(), Trouble.LOOP, state, error))
                .condition(Condition.Type.DEGRADED)
                .reason();
    }

    /** The app with an image whose tasks never get past their start. */
    private Sample ofSlow(String image) {
        swarm.slow(image);
        var slow = INCR.withImage(image);
        town.act(slow.desired(Way.NONE));
        return slow;
    }

    /** As if so many of the app's tasks had just ended so, and others had taken their places. */
    private static Observed withEnded(Observed seen, int count, String state, String error) {
        var app = seen.service("incr-app").orElseThrow();
        var template = seen.staying(app).getFirst().templateHash();
        var tasks = new ArrayList<>(seen.tasks());
        for (int i = 0; i < count; i++) {
            tasks.add(new ObservedTask(
                    "ended-" + i, app.id(), 1 + i, "node1", state, "shutdown", seen.at(), error, template, Map.of()));
        }
        return new Observed(
                seen.at(), seen.nodes(), seen.services(), tasks, seen.networks(), seen.configs(), seen.secrets());
    }

    private List<String> brief(Sample sample) {
        return brief(status(sample));
    }

    private List<String> brief(ManifestStatus status) {
        return status.conditions().stream()
                .map(c -> "%s=%s, %s".formatted(c.type().word(), c.state().word(), c.reason()))
                .toList();
    }

    private static Condition ready(ManifestStatus status) {
        return status.condition(Condition.Type.READY);
    }

    private ManifestStatus status(Sample sample) {
        return status(sample, town.observe());
    }

    private ManifestStatus status(Sample sample, Observed observed) {
        var desired = sample.desired(Way.NONE);
        return ManifestStatus.of(Optional.of(sample.manifest()), desired, town.plan(desired, observed), observed);
    }
}
