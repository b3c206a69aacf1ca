package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two apps, a primary with two replicas, three sentinels, and what can become of them while everybody counts. */
@RequiresRedis
@Timeout(120)
final class FailoverTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private final List<Metrics> metrics = List.of(new Metrics(), new Metrics());
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
        assertEachAppFollowed();

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
        assertEquals("master", WatchedRedis.role(old), "it knows of nothing yet");
        ledger.awaitMore();
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
        apps = metrics.stream().map(each -> redis.counter(requestTimeout, each)).toList();
        var ledger = new Ledger(apps);
        ledger.awaitMore();
        return ledger;
    }

    /** Once, or more often: on a busy machine the sentinels take a primary for dead that is only slow. */
    private void assertEachAppFollowed() {
        for (var each : metrics) {
            assertTrue(
                    Pattern.compile("(?m)^skep_redis_failovers_total [1-9]")
                            .matcher(each.text())
                            .find(),
                    each.text());
        }
    }
}
