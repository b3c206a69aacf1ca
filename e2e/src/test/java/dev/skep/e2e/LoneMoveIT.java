package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The one Redis of a count becomes another one, while clients count: that is made beside it, and takes over. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class LoneMoveIT {
    private static final String NAME = "t-lone";
    private static final ManifestText IN_MEMORY =
            manifest(NAME).replicas(2).via("gateway", 18044).redis("persistence: none");
    private static final ManifestText NEWER = IN_MEMORY.redis(redis("redis:8", "none"));
    private static final ManifestText ON_DISK = IN_MEMORY.redis(redis("redis:8", "aof"));

    private final Scene scene;

    LoneMoveIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aAnotherImageFailsNoRequest() {
        var counter = scene.start(IN_MEMORY);
        var draft = scene.manifests().draft(NAME, NEWER.text()).toString();
        var planned = scene.skep().attempt("plan", draft);
        assertTrue(planned.out().contains("create service t-lone-redis-2"), planned::toString);
        assertTrue(planned.out().contains("image: redis:7"), planned::toString);
        assertTrue(planned.out().contains("writes wait some tenths of a second"), planned::toString);
        change("`redis.image`, in mode `single`", counter, NEWER);
        assertRuns("t-lone-redis-2", "redis:8");
        assertFalse(scene.swarm().hasService("t-lone-redis-1"));
    }

    @Test
    void bWhatWasOnlyInMemoryIsOnDiskAndNoRequestFails() {
        var counter = scene.start(NEWER);
        long before = counter.next();
        change("`redis.persistence`, `none` to `aof`, in mode `single`", counter, ON_DISK);
        assertTrue(counter.next() > before);
        assertEquals(1, services());
    }

    /** What a newer Redis writes an older one cannot read. */
    @Test
    @EnabledIfEnvironmentVariable(named = "SKEP_ALL", matches = "yes")
    void cADowngradeThatCannotReadTheDataIsRolledBackAndNoRequestFails() {
        var counter = scene.start(ON_DISK);
        var older = IN_MEMORY.redis(redis("redis:7", "aof")).text();
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            scene.manifests().edit(NAME, older.replace("deadline: 90s", "deadline: 30s"));
            eventually("it is rolled back", () -> assertTrue(status().contains("RolledBack"), this::status));
            ledger.awaitAnswers(50);
            ledger.settle().assertBalancedWithoutFailure();
        }
        assertEquals(1, services());
    }

    private static String redis(String image, String persistence) {
        return "image: %s%n    persistence: %s".formatted(image, persistence);
    }

    private void change(String what, Counter counter, ManifestText to) {
        Changes.make(what, counter, () -> scene.apply(to));
    }

    private void assertRuns(String service, String image) {
        var runs = scene.swarm().inspect(service, "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
        assertTrue(runs.startsWith(image), runs);
    }

    private long services() {
        return scene.swarm().versions(NAME).keySet().stream()
                .filter(s -> s.contains("-redis-"))
                .count();
    }

    private String status() {
        return scene.skep().attempt("status", NAME).said();
    }
}
