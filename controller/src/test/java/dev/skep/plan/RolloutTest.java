package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.HealthEntry;
import dev.skep.desired.Sample;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Rollout;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a rollout that fails. */
final class RolloutTest {
    private static final Sample GOOD = Sample.named("incr");
    private static final Sample BAD = GOOD.withImage("broken:1");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @BeforeEach
    void oneImageFails() {
        swarm.bad("broken:1");
        town.bring(GOOD.desired());
    }

    @Test
    void itIsRolledBackOnceAndThenHeldUntilTheManifestChanges() {
        town.bring(BAD.desired());
        assertTrue(image().startsWith("skep/incrementor:1.0.0"), image());
        var writes = swarm.faults().writes();
        assertEquals(List.of("RolledBack"), holds(BAD));
        assertEquals(List.of(), town.steps(BAD.desired()));
        assertEquals(writes, swarm.faults().writes());
    }

    @Test
    void theStepBackSaysWhyInSwarmsWords() {
        town.act(BAD.desired());
        town.observe();
        var step = town.work(BAD.desired()).getFirst();
        assertTrue(step.why().contains("the rollout failed (incr-app: task: non-zero exit (1))"), step.why());
    }

    /** It may take for days, and was not asked for by the manifest. */
    @Test
    void whatElseIsAskedForWhileARedisWaitsForADrainedNodeIsRolledOut() {
        var copies = Sample.named("shop").withPort(9000).sentinel();
        town.bring(copies.desired());
        drain(2);
        var other = copies.withImage("skep/incrementor:2");
        var plan = town.plan(other.desired());
        for (int looks = 0; looks < 20; looks++) {
            town.act(plan);
            swarm.advance(Duration.ofMinutes(1));
            plan = town.plan(other.desired());
            assertEquals(List.of(), plan.holds());
        }
        assertTrue(plan.isDone(), plan::toString);
        assertTrue(town.service("shop-app")
                .spec()
                .at("/TaskTemplate/ContainerSpec/Image")
                .asText()
                .startsWith("skep/incrementor:2"));
        var redis = other.withRedisImage("redis:8");
        for (int looks = 0; looks < 20; looks++) {
            town.act(redis.desired());
            swarm.advance(Duration.ofMinutes(1));
        }
        assertEquals(List.of(), town.plan(redis.desired()).holds(), "it stands, and does not go back");
        swarm.node(2).availability("active");
        town.bring(redis.desired());
    }

    private void drain(int node) {
        swarm.node(node).availability("drain");
        while (town.observe().services().stream()
                .noneMatch(s -> town.observe().awaits(s).isPresent())) {
            town.observe();
        }
    }

    @Test
    void ofTheCopiesOfACountOneIsUpdatedAtATime() {
        var copies = Sample.named("shop").withPort(9000).sentinel();
        town.bring(copies.desired());
        var other = copies.withRedisImage("redis:8").desired();
        for (var next : List.of("redis-1", "redis-2", "redis-3", "sentinel-1", "sentinel-2", "sentinel-3")) {
            town.observe();
            assertEquals(
                    List.of("update service shop-" + next),
                    town.steps(other).stream()
                            .filter(s -> s.startsWith("update"))
                            .toList());
            town.act(other);
        }
        town.bring(other);
    }

    /** Who reaches no Redis, as {@code skep plan}, knows of it what the controller told. */
    @Test
    void ofTheCopiesOfACountTheOneThatLeadsIsTheLastAndWaitsUntilItDoesNot() {
        var copies = Sample.named("shop").withPort(9000).sentinel();
        town.bring(copies.desired());
        leads("shop-redis-1");
        var other = copies.withRedisImage("redis:8").desired();
        for (var next : List.of("redis-2", "redis-3")) {
            town.observe();
            var plan = town.plan(other);
            assertEquals(List.of("update service shop-" + next), updates(plan));
            assertTrue(
                    plan.waits()
                            .contains(
                                    "shop-redis-1 is changed after its copies: before, the count moves from shop-redis-1 to"
                                            + " shop-redis-2; writes wait some tenths of a second"),
                    plan::toString);
            town.act(plan);
        }
        town.observe();
        assertEquals(List.of(), updates(town.plan(other)));
        leads("shop-redis-2");
        assertEquals(List.of("update service shop-redis-1"), updates(town.plan(other)));
        town.bring(other);
    }

    /** What the newer one wrote the older one may not be able to read: then the others still hold it. */
    @Test
    void copiesGoBackOneAfterTheOtherToo() {
        var copies = Sample.named("shop").withPort(9000).sentinel();
        town.bring(copies.desired());
        leads("shop-redis-3");
        var other = copies.withRedisImage("redis:8").desired();
        while (!runsWell("shop-redis-1", "redis:8")) {
            town.act(other);
        }
        swarm.bad("redis:8");
        while (!town.plan(other).toString().contains("the rollout failed")) {
            town.act(other);
        }
        assertEquals(
                List.of("update service shop-redis-2"), updates(town.plan(other)), "the other one runs, and waits");
        town.bring(other);
        for (int member = 1; member <= 3; member++) {
            assertTrue(runsWell("shop-redis-" + member, "redis:7"), "member " + member);
        }
    }

    private boolean runsWell(String service, String image) {
        var observed = town.observe();
        var there = observed.service(service).orElseThrow();
        return there.spec().at("/TaskTemplate/ContainerSpec/Image").asText().startsWith(image)
                && observed.runs(there, there.templateHash());
    }

    private void leads(String member) {
        var report = HealthEntry.of("shop", new GroupReport(member, List.of(), List.of(), List.of()));
        town.observe().configsOf("shop").stream()
                .filter(GroupReport::holds)
                .findFirst()
                .ifPresentOrElse(
                        there -> swarm.labelConfig(there, report.labels()),
                        () -> swarm.createConfig(report.name(), report.labels(), new byte[] {1}));
    }

    private static List<String> updates(Plan plan) {
        return plan.steps().stream()
                .map(Step::what)
                .filter(s -> s.startsWith("update"))
                .toList();
    }

    @Test
    void anotherManifestIsTriedAfterIt() {
        town.bring(BAD.desired());
        town.bring(GOOD.withImage("skep/incrementor:2").desired());
        assertTrue(image().startsWith("skep/incrementor:2"), image());
        assertEquals(List.of(), holds(GOOD.withImage("skep/incrementor:2")));
    }

    @Test
    void goingBackToWhatRunsForgetsTheFailureAndReplacesNoTask() {
        town.bring(BAD.desired());
        assertEquals(List.of(), town.work(GOOD.desired()), "it runs already");
        var tasks = town.observe().tasksOf(town.service("incr-app"));
        town.bring(GOOD.desired());
        assertEquals(List.of(), holds(GOOD));
        assertEquals(tasks, town.observe().tasksOf(town.service("incr-app")));
    }

    @Test
    void whatFailedIsTriedAgainWhenTheManifestComesBackToIt() {
        town.bring(BAD.desired());
        town.bring(GOOD.desired());
        assertEquals(List.of("update service incr-app"), town.steps(BAD.desired()));
    }

    @Test
    void pauseLeavesItStandingForAPersonToLookAt() {
        var paused = BAD.withFailureAction(FailureAction.PAUSE);
        town.bring(paused.desired());
        assertTrue(image().startsWith("broken:1"), image());
        assertEquals(List.of("RolloutFailed"), holds(paused));
    }

    /** The one new task failed and runs since: at each look it is as if nothing had happened. */
    @Test
    void whatSwarmStoppedFailedThoughAllRunsByTheTimeItIsLookedAt() {
        var one = GOOD.withReplicas(1);
        town.bring(one.desired());
        stopsAndComesUp(one.withImage("broken:1"));
        assertTrue(town.work(one.withImage("broken:1").desired())
                .getFirst()
                .why()
                .startsWith("the rollout failed (incr-app: "));
        town.bring(one.withImage("broken:1").desired());
        assertTrue(image().startsWith("skep/incrementor:1.0.0"), image());
        assertEquals(List.of("RolledBack"), holds(one.withImage("broken:1")));
    }

    @Test
    void whatSwarmStoppedStandsStillWhereItIsNotToGoBackThoughAllRuns() {
        var one = GOOD.withReplicas(1);
        town.bring(one.desired());
        var paused = one.withImage("broken:1").withFailureAction(FailureAction.PAUSE);
        stopsAndComesUp(paused);
        town.bring(paused.desired());
        assertTrue(image().startsWith("broken:1"), image());
        assertEquals(List.of("RolloutFailed"), holds(paused));
        town.bring(
                paused.withResources(new ResourcesSpec(250_000_000, 64 << 20)).desired());
        assertEquals(List.of(), holds(paused.withResources(new ResourcesSpec(250_000_000, 64 << 20))));
    }

    /** What stopped on the way back is none of the manifest that asks for just that. */
    @Test
    void whatStoppedForAnotherGenerationDoesNotFailThisOne() {
        var one = GOOD.withReplicas(1);
        town.bring(one.desired());
        swarm.slow("slow:1");
        town.act(one.withImage("slow:1").desired());
        swarm.advance(Duration.ofMinutes(3));
        swarm.bad("skep/incrementor:1.0.0");
        var back = one.withImage("slow:1");
        while (!image().startsWith("skep/incrementor:1.0.0")) {
            town.act(back.desired());
        }
        stops();
        swarm.good("skep/incrementor:1.0.0");
        town.bring(back.desired());
        town.bring(one.desired());
        assertEquals(
                Rollout.State.PAUSED,
                town.service("incr-app").rollout().orElseThrow().state());
        assertEquals(List.of(), holds(one));
    }

    /** The update is stopped, and all its tasks run. */
    private void stopsAndComesUp(Sample sample) {
        town.act(sample.desired());
        stops();
        swarm.good("broken:1");
        var observed = town.observe();
        var app = town.service("incr-app");
        assertEquals(Rollout.State.PAUSED, app.rollout().orElseThrow().state());
        assertTrue(observed.runs(app, app.templateHash()), "all its tasks run");
    }

    private void stops() {
        for (int look = 0; !town.service("incr-app").rollsOut(Rollout.State.PAUSED); look++) {
            assertTrue(look < 10, "it stops");
            town.observe();
        }
    }

    @Test
    void aRolloutThatTakesLongerThanItsDeadlineFailed() {
        var slow = GOOD.withImage("slow:1");
        swarm.slow("slow:1");
        town.act(slow.desired());
        assertEquals(List.of(), town.steps(slow.desired()), "it has its time");
        swarm.advance(Duration.ofMinutes(3));
        var late = town.work(slow.desired()).getFirst();
        assertEquals("update service incr-app", late.what());
        assertEquals("the rollout failed (incr-app: nothing has moved for 120 s): back to generation 1", late.why());
    }

    @Test
    void itGoesBackPastWhatDidNotRunEither() {
        swarm.slow("slow:1");
        town.act(GOOD.withImage("slow:1").desired());
        town.bring(BAD.desired());
        assertTrue(image().startsWith("skep/incrementor:1.0.0"), image());
        assertEquals(List.of("RolledBack"), holds(BAD));
    }

    @Test
    void whereNothingRanBeforeItStandsStill() {
        var first = Sample.named("new").withImage("broken:1").withPort(9000);
        town.act(first.desired());
        town.observe();
        town.observe();
        swarm.advance(Duration.ofMinutes(3));
        town.act(first.desired());
        assertEquals(List.of("RolloutFailed"), holds(first));
        town.bring(first.withImage("skep/incrementor:2").desired());
        assertEquals(List.of(), holds(first.withImage("skep/incrementor:2")), "a correct one recovers at once");
    }

    @Test
    void whatComesUpAfterAllWhereNothingElseCouldRunIsASuccess() {
        var first = Sample.named("new").withImage("slow:1").withPort(9000);
        swarm.slow("slow:1");
        town.act(first.desired());
        swarm.advance(Duration.ofMinutes(3));
        town.act(first.desired());
        assertEquals(List.of("RolloutFailed"), holds(first));
        swarm.quick("slow:1");
        town.bring(first.desired());
        assertEquals(List.of(), holds(first));
    }

    @Test
    void aBadImageThatSomebodySetByHandIsDriftAndNoFailureOfTheManifest() {
        town.meddle(
                "incr-app",
                s -> s.withObject("TaskTemplate").withObject("ContainerSpec").put("Image", "broken:1"));
        town.observe();
        town.observe();
        assertTrue(town.work(GOOD.desired()).getFirst().why().startsWith("drift: "));
        town.bring(GOOD.desired());
        assertEquals(List.of(), holds(GOOD));
        assertTrue(image().startsWith("skep/incrementor:1.0.0"), image());
    }

    private String image() {
        return town.service("incr-app")
                .spec()
                .at("/TaskTemplate/ContainerSpec/Image")
                .asText();
    }

    private List<String> holds(Sample sample) {
        return town.plan(sample.desired()).holds().stream().map(Hold::reason).toList();
    }
}
