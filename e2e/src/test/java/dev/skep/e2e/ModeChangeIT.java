package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One Redis becomes several that sentinels watch, and one again, while clients count. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class ModeChangeIT {
    private static final ManifestText SINGLE =
            manifest("t-change").mode("single").replicas(2).via("gateway", 18031);
    private static final ManifestText SENTINEL = SINGLE.mode("sentinel");

    private final Scene scene;

    ModeChangeIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aFromSingleToSentinelNoRequestFails() {
        change("single -> sentinel", SINGLE, SENTINEL);
        assertTrue(scene.swarm().hasService("t-change-redis-3"));
        losesItsPrimary(SENTINEL);
    }

    @Test
    void bFromSentinelToSingleNoRequestFails() {
        change("sentinel -> single", SENTINEL, SINGLE);
        assertFalse(scene.swarm().hasService("t-change-redis-2"));
        assertFalse(scene.swarm().hasService("t-change-sentinel-1"));
        losesItsPrimary(SINGLE);
    }

    @Test
    void cAControllerThatIsKilledInTheMiddleGoesOn() {
        var counter = scene.start(SINGLE);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            scene.edit(SENTINEL);
            eventually("its sentinels are made", () -> assertTrue(scene.swarm().hasService("t-change-sentinel-3")));
            scene.swarm().containers(Swarm.CONTROLLER).forEach(Swarm.Container::kill);
            scene.awaitReady("t-change");
            ledger.awaitAnswers(50);
            ledger.settle().assertBalancedWithoutFailure();
        }
    }

    /** Another is elected; or the one Redis leads again. Nothing of the count is lost either way. */
    private void losesItsPrimary(ManifestText manifest) {
        try (var stage = new Stage(scene, manifest)) {
            stage.suffer(Fault.PROCESS_KILLED).tally().assertBalanced();
        }
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
