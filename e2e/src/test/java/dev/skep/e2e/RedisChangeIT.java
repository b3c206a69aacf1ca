package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Redis becomes another, while clients count: the count is handed over before any Redis that leads ends. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class RedisChangeIT {
    private static final ManifestText SINGLE =
            manifest("t-redis").replicas(2).via("gateway", 18032).redis("image: redis:7");
    private static final ManifestText NEWER = SINGLE.redis("image: redis:8");
    
    private static final ManifestText SENTINEL =
            manifest("t-redises").mode("sentinel").replicas(2).via("gateway", 18033);

    private final Scene scene;

    RedisChangeIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aOneRedisBecomesANewerOneAndNoRequestFails() {
        change("redis:7 -> redis:8, single", SINGLE, NEWER);
        assertFalse(scene.swarm().hasService("t-redis-redis-1"));
    }

    @Test
    void bAnOlderOneThatCannotReadTheDataIsGivenUpAndNoRequestFails() {
        var counter = scene.start(NEWER);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            scene.edit(SINGLE);
            eventually("it is rolled back", () -> assertTrue(status().contains("RolledBack"), this::status));
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            System.out.println("change: redis:8 -> redis:7, refused " + tally);
            tally.assertBalancedWithoutFailure();
        }
    }

    @Test
    void cThreeMembersBecomeNewerOneByOneAndNoRequestFails() {
        change("redis:7 -> redis:8, sentinel", SENTINEL, SENTINEL.redis("image: redis:8"));
    }

    private String status() {
        return scene.skep().attempt("status", "t-redis").said();
    }

    private void change(String what, ManifestText from, ManifestText to) {
        var counter = scene.start(from);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            scene.apply(to);
            var took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            System.out.println("change: " + what + " took=" + took.toMillis() + "ms " + tally);
            tally.assertBalancedWithoutFailure();
        }
    }
}
