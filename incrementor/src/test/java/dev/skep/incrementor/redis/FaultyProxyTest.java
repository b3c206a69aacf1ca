package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.redis.FaultyProxy.Direction;
import dev.skep.incrementor.redis.FaultyProxy.Fault;
import dev.skep.incrementor.redis.FaultyProxy.Harm;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/** A real Redis behind a network that breaks at every byte. */
@RequiresRedis
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class FaultyProxyTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final int CHAOS = 60;

    @TempDir
    private Path folder;

    /** Slow ones wait for the app to give up, so not each byte is tried. */
    @ParameterizedTest
    @CsvSource({
        "REQUEST, RESET, 1",
        "ANSWER, RESET, 1",
        "REQUEST, HALF_CLOSE, 1",
        "ANSWER, HALF_CLOSE, 1",
        "REQUEST, BLACK_HOLE, 60",
        "ANSWER, BLACK_HOLE, 6",
        "REQUEST, DELAY, 60",
        "ANSWER, DELAY, 6"
    })
    void anIncrementCountsOnceWhereverItsConnectionIsHarmed(Direction direction, Harm harm, int step) throws Exception {
        try (var redis = new RedisServer(folder).start();
                var proxy = new FaultyProxy(redis.port());
                var counter = counter(proxy)) {
            eventually("ready", () -> counter.linkState() instanceof LinkState.Ready);
            var counted = 0L;
            var after = 0;
            do {
                proxy.meet(new Fault(direction, harm, after));
                assertEquals(
                        new Outcome.Value(++counted),
                        counter.ask(Operation.INCREMENT).get(),
                        "after " + after);
                after += step;
            } while (!proxy.forgive());
            assertTrue(counted > 3, "nothing was harmed");
            assertEquals(new Outcome.Value(counted), counter.ask(Operation.READ).get());
        }
    }

    /** By chance, from a seed; threads and the kernel are not part of it. */
    @Test
    void theBooksBalanceThoughNetworkAndRedisAreHarmedUnderLoad() throws Exception {
        var chance = new Random(5);
        try (var redis = new RedisServer(folder, "--enable-debug-command", "local").start();
                var one = new FaultyProxy(redis.port());
                var two = new FaultyProxy(redis.port());
                var first = counter(one);
                var second = counter(two)) {
            var ledger = new Ledger(List.of(first, second));
            for (var n = 0; n < CHAOS; n++) {
                for (var proxy : List.of(one, two)) {
                    proxy.meet(anyFault(chance));
                }
                if (n % 10 == 9) {
                    harm(redis, n / 10);
                }
                ledger.awaitMore();
            }
            one.forgive();
            two.forgive();
            ledger.awaitMore();
            ledger.assertNothingFailedAndNothingIsLostOrDoubled();
        }
    }

    private static Fault anyFault(Random chance) {
        var direction = chance.nextBoolean() ? Direction.REQUEST : Direction.ANSWER;
        var quick = chance.nextBoolean() ? Harm.RESET : Harm.HALF_CLOSE;
        // Rare, for each costs a second and more.
        var slow = chance.nextBoolean() ? Harm.BLACK_HOLE : Harm.DELAY;
        return new Fault(direction, chance.nextInt(10) == 0 ? slow : quick, chance.nextInt(400));
    }

    private static void harm(RedisServer redis, int how) throws Exception {
        switch (how % 3) {
            case 0 -> {
                redis.kill();
                redis.start();
            }
            case 1 -> {
                try (var admin = new Jedis("127.0.0.1", redis.port(), 10_000)) {
                    admin.sendCommand(() -> SafeEncoder.encode("DEBUG"), "SLEEP", "1.3");
                }
            }
            default -> {
                redis.freeze();
                Thread.sleep(1_300);
                redis.thaw();
            }
        }
    }

    private static Counter counter(FaultyProxy proxy) {
        var node = List.of(new HostPort("127.0.0.1", proxy.port()));
        return new Counter(new JedisConnector(node, RedisServer.NO_LOGIN), PATIENT, 1_000, new Metrics());
    }
}
