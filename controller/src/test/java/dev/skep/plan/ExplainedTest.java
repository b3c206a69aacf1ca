package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.skep.desired.Desired;
import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Sample;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan in a user's words: which field, from what to what, who asks for it, what becomes of what runs. */
final class ExplainedTest {
    private static final Sample INCR = Sample.named("incr");
    private static final String RESTART = "3 tasks are replaced, 2 at a time, each new one before its old one ends";

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    @Test
    void aFieldOfTheManifestIsNamedWithItsLineAndColumn() {
        town.bring(INCR.desired());
        var step = only(INCR.withReplicas(5));
        assertEquals(List.of("replicas: 3 -> 5 (spec.app.replicas at incr.yaml:7:15)"), texts(step.changes()));
        assertEquals(List.of("2 tasks are started"), texts(step.effects()));
        assertEquals(
                List.of("1 task is stopped"), texts(only(INCR.withReplicas(2)).effects()));
    }

    @Test
    void limitsAreToldAsAManifestWritesThem() {
        town.bring(INCR.desired());
        var step = only(INCR.withResources(new ResourcesSpec(0, 1 << 30)));
        assertEquals(
                List.of(
                        "cpu limit: 0.5 -> no limit (spec.app.resources.cpus is not written in incr.yaml:1:1: its default)",
                        "memory limit: 128Mi -> 1Gi (spec.app.resources.memory is not written in incr.yaml:1:1: its default)"),
                texts(step.changes()));
        assertEquals(List.of(RESTART), texts(step.effects()));
    }

    @Test
    void whatWasChangedByHandIsToldAsSuchAndWithWhoAskedForIt() {
        town.bring(INCR.desired());
        town.meddle(
                "incr-app", s -> s.withObject("Mode").withObject("Replicated").put("Replicas", 7));
        assertEquals(
                List.of("replicas: 7 -> 3 (changed by hand; spec.app.replicas at incr.yaml:7:15)"),
                texts(only(INCR).changes()));
    }

    @Test
    void aVariableThatSomebodyAddedGoesByNameAndItsValueIsNotShown() {
        town.bring(INCR.desired());
        town.meddle("incr-app", s -> ((ArrayNode) s.at("/TaskTemplate/ContainerSpec/Env")).insert(0, "TOKEN=hunter2"));
        var step = only(INCR);
        assertEquals(
                List.of("env TOKEN: (not shown) -> (none) (changed by hand; put back by Skep)"), texts(step.changes()));
        assertFalse(step.changes().toString().contains("hunter2"));
    }

    @Test
    void aVariableThatIsAnotherIsTheOnlyOneThatIsTold() {
        town.bring(INCR.desired());
        town.meddle("incr-app", s -> ((ArrayNode) s.at("/TaskTemplate/ContainerSpec/Env")).set(0, "REDIS_MODE=wild"));
        assertEquals(
                List.of("env REDIS_MODE: wild -> single"
                        + " (changed by hand; spec.redis.mode is not written in incr.yaml:1:1: its default)"),
                texts(only(INCR).changes()));
    }

    @Test
    void listsInAnotherOrderAreToldWithoutTheirContent() {
        town.bring(INCR.desired());
        town.meddle("incr-app", s -> {
            var env = (ArrayNode) s.at("/TaskTemplate/ContainerSpec/Env");
            env.add(env.remove(0));
        });
        assertEquals(
                List.of("env: in other order or detail -> as asked (changed by hand; put back by Skep)"),
                texts(only(INCR).changes()));
    }

    @Test
    void anotherKeyIsAnotherSecretByNameAndNoContent() {
        town.bring(INCR.desired());
        var step = step("incr-app", INCR.desiredWithAnotherKey(), INCR);
        assertEquals(
                List.of("secret redis-password"),
                step.changes().stream().map(Change::what).toList());
        assertEquals(new Cause.Skep(), step.changes().getFirst().cause());
        assertEquals(
                List.of("incr-redis-password-HASH"),
                step.changes().stream()
                        .map(c -> c.to().replaceFirst("[0-9a-f]{10}$", "HASH"))
                        .toList());
    }

    @Test
    void redisThatRestartsMakesRequestsWait() {
        town.bring(INCR.desired());
        var step = only(INCR.withRedisImage("redis:8"));
        assertEquals("image", step.changes().getFirst().what());
        assertEquals("redis:8", step.changes().getFirst().to());
        assertEquals(
                List.of(Effect.Kind.REDIS_RESTARTS),
                step.effects().stream().map(Effect::kind).toList());
    }

    @Test
    void aCopyThatRestartsIsOneOfSeveral() {
        var copies = INCR.sentinel();
        town.bring(copies.desired());
        assertEquals(
                List.of(Effect.Kind.COPY_RESTARTS),
                only(copies.withRedisImage("redis:8")).effects().stream()
                        .map(Effect::kind)
                        .toList());
    }

    @Test
    void redisThatWritesNothingDownLosesItsCount() {
        var volatileRedis = INCR.withPersistence(Persistence.NONE);
        town.bring(volatileRedis.desired());
        assertEquals(
                List.of(Effect.Kind.REDIS_RESTARTS, Effect.Kind.COUNT_LOST),
                only(volatileRedis.withRedisImage("redis:8")).effects().stream()
                        .map(Effect::kind)
                        .toList());
    }

    @Test
    void anotherPortRestartsTheGateway() {
        town.bring(INCR.desired());
        var step = only(INCR.withPort(9000));
        assertEquals(
                List.of("published port for 8080: 8080 (host) -> 9000 (host)"
                        + " (spec.app.expose.port is not written in incr.yaml:1:1: its default)"),
                texts(step.changes()));
        assertEquals(
                List.of(Effect.Kind.GATEWAY_RESTARTS),
                step.effects().stream().map(Effect::kind).toList());
    }

    @Test
    void howTasksAreReplacedLaterRestartsNoneNow() {
        town.bring(INCR.desired());
        town.meddle("incr-app", s -> s.withObject("UpdateConfig").put("Monitor", 9_000_000_000L));
        var step = only(INCR);
        assertEquals(
                List.of(
                        "update monitor: 9s -> 3s (changed by hand; spec.app.update.monitor is not written in incr.yaml:1:1:"
                                + " its default)"),
                texts(step.changes()));
        assertEquals(List.of("nothing restarts"), texts(step.effects()));
    }

    @Test
    void anotherTimeToWatchATaskIsAskedForByTheManifest() {
        town.bring(INCR.desired());
        var step = only(INCR.withMonitor(Duration.ofSeconds(10)));
        assertEquals(
                List.of(
                        "update monitor: 3s -> 10s (spec.app.update.monitor is not written in incr.yaml:1:1: its default)"),
                texts(step.changes()));
        assertEquals(List.of("nothing restarts"), texts(step.effects()));
    }

    @Test
    void aWayBackSaysThatItIsOne() {
        swarm.bad("broken:1");
        town.bring(INCR.desired());
        var bad = INCR.withImage("broken:1").withFailureAction(FailureAction.ROLLBACK);
        town.act(bad.desired());
        town.observe();
        var change = only(bad).changes().getFirst();
        assertEquals("image", change.what());
        assertEquals(new Cause.RolledBack(), change.cause());
    }

    @Test
    void whatIsMadeAndWhatGoesIsToldByItsTasks() {
        var created = explained(INCR.desired(Way.NONE), Optional.of(INCR.manifest()));
        assertEquals(
                List.of("3 tasks are started"),
                texts(of("create service incr-app", created).effects()));
        assertEquals(List.of(), of("create network incr", created).effects());
        town.bring(INCR.desired(Way.NONE));
        var removed = explained(Desired.nothing("incr"), Optional.empty());
        assertEquals(
                List.of("1 task is stopped; the volume and the count in it stay"),
                texts(of("remove service incr-redis-1", removed).effects()));
    }

    private static Explained of(String what, List<Explained> steps) {
        return steps.stream()
                .filter(s -> s.step().what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private Explained only(Sample sample) {
        var steps = explained(sample.desired(), Optional.of(sample.manifest()));
        assertEquals(1, steps.size(), steps.toString());
        return steps.getFirst();
    }

    private Explained step(String service, Desired desired, Sample sample) {
        return of("update service " + service, explained(desired, Optional.of(sample.manifest())));
    }

    private List<Explained> explained(Desired desired, Optional<Manifest> manifest) {
        var observed = town.observe();
        return Town.work(town.plan(desired, observed))
                .map(s -> Explained.of(s, manifest, observed))
                .toList();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
