package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two apps, a primary with two replicas, three sentinels, and what can become of them while everybody counts. */
@RequiresRedis
@Timeout(60)
final class FailoverTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private final Metrics metrics = new Metrics();
    private WatchedRedis redis;
    private List<Counter> apps = List.of();

    @BeforeEach
    void start() throws Exception {
        redis = new WatchedRedis(folder);
        redis.start();
    }

    @AfterEach
    void stop() {
        apps.forEach(Counter::close);
        redis.close();
    }

    @Test
    void aPrimaryThatIsKilledIsReplacedAndWhenItComesBackAsPrimaryNobodyFollowsIt() throws Exception {
        var ledger = countWith(PATIENT);
        var old = redis.primary();
        old.kill();
        redis.awaitPrimaryOtherThan(old);
        ledger.awaitMore();
        eventually("both followed", () -> metrics.text().contains("skep_redis_failovers_total 2\n"));

        old.start();
        assertEquals("master", WatchedRedis.role(old), "it knows of nothing yet");
        ledger.awaitMore();
        ledger.assertNothingFailedAndNothingIsLostOrDoubled();
    }

    @Test
    void aPrimaryThatIsFrozenIsReplacedAndWhenItThawsNobodyFollowsIt() throws Exception {
        var ledger = countWith(PATIENT);
        var old = redis.primary();
        old.freeze();
        redis.awaitPrimaryOtherThan(old);
        ledger.awaitMore();
        old.thaw();
        ledger.awaitMore();
        assertEquals("master", WatchedRedis.role(old), "it knows of nothing yet");
        ledger.assertNothingFailedAndNothingIsLostOrDoubled();
    }

    /** It is promoted beside a primary that lives, and that a replica still follows and confirms to for a second. */
    @Test
    void whoAsksTheSentinelsToFailOverLosesNothingAsManyTimesAsItIsDone() throws Exception {
        var ledger = countWith(PATIENT);
        for (var time = 0; time < 2; time++) {
            var old = redis.primary();
            redis.failOver();
            redis.awaitPrimaryOtherThan(old);
            ledger.awaitMore();
            redis.awaitReplicas(2);
        }
        ledger.assertNothingFailedAndNothingIsLostOrDoubled();
    }

    @Test
    void withoutAMajorityOfSentinelsCountingGoesOnUntilThePrimaryDiesAndAgainWhenTheyAreBack() throws Exception {
        var ledger = countWith(IMPATIENT);
        redis.sentinels().get(0).kill();
        redis.sentinels().get(1).kill();
        ledger.awaitMore();
        redis.primary().kill();
        ledger.awaitFailure();
        eventually("not ready", () -> apps.getFirst().linkState() instanceof LinkState.Down);

        redis.sentinels().get(0).start();
        eventually("ready", () -> apps.getFirst().linkState() instanceof LinkState.Ready);
        ledger.awaitMore();
        ledger.assertNothingIsLostOrDoubled();
    }

    @Test
    void withoutAnyReplicaNothingIsAnsweredAndItCountsOnWhenOneIsBack() throws Exception {
        var ledger = countWith(IMPATIENT);
        for (var replica : redis.replicas()) {
            replica.freeze();
        }
        eventually(
                "not ready",
                () -> apps.getFirst().linkState() instanceof LinkState.Down down
                        && down.why().contains("replica"));
        ledger.awaitFailure();
        redis.replicas().getFirst().thaw();
        ledger.awaitMore();
        ledger.assertNothingIsLostOrDoubled();
    }

    private Ledger countWith(Duration requestTimeout) throws Exception {
        apps = List.of(redis.counter(requestTimeout, metrics), redis.counter(requestTimeout, metrics));
        var ledger = new Ledger(apps);
        ledger.awaitMore();
        return ledger;
    }
}
