package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Redis and sentinels of another image, while clients count: the count moves before its primary is replaced. */
@OnTheLab
class MoveIT {
    private static final String NAME = "t-move";
    /** An image may hold another version than its name says. */
    private static final String INFO = "redis-cli --askpass --user health </run/secrets/redis-password info server";

    private static final ManifestText BEFORE =
            manifest(NAME).mode("sentinel").replicas(2).via("gateway", 18036);
    private static final ManifestText AFTER = BEFORE.redis("image: redis:8");

    private final Scene scene;

    MoveIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void anotherImageUnderSentinelsFailsNoRequest() {
        var counter = scene.start(BEFORE);
        var draft = scene.manifests().draft(NAME, AFTER.text()).toString();
        var planned = scene.skep().attempt("plan", draft);
        assertTrue(planned.out().contains("the count moves from " + NAME + "-redis-"), planned::toString);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            scene.apply(AFTER);
            var took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            Changes.tell("`redis.image`, in mode `sentinel`", took, tally);
            tally.assertBalancedWithoutFailure();
        }
        for (int member = 1; member <= 3; member++) {
            var image = scene.swarm().inspect(NAME + "-redis-" + member, "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
            assertTrue(image.startsWith("redis:8"), image);
            var info = scene.swarm()
                    .container(NAME + "-redis-" + member)
                    .exec("sh", "-c", INFO)
                    .ok();
            assertTrue(info.contains("redis_version:8."), info);
        }
        var told = scene.skep().run("events", NAME);
        assertTrue(told.lines().anyMatch(l -> l.contains("hand the count over from")), told);
    }
}
