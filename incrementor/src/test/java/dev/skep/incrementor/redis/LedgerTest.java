package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, two apps, one Redis that dies again and again: the books must balance. */
@RequiresRedis
@Timeout(60)
final class LedgerTest {
    private static final int KILLS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void whatWasAnsweredIsCountedOnceThoughRedisIsKilledUnderLoad() throws Exception {
        try (var redis = new RedisServer(folder).start();
                var one = counter(redis);
                var two = counter(redis)) {
            var ledger = new Ledger(List.of(one, two));
            for (var kill = 0; kill < KILLS; kill++) {
                ledger.awaitMore();
                redis.kill();
                redis.start();
            }
            ledger.awaitMore();
            ledger.assertNothingFailedAndNothingIsLostOrDoubled();
        }
    }

    @Test
    void startsWithoutRedisAndCountsWhenItComes() throws Exception {
        try (var redis = new RedisServer(folder);
                var counter = counter(redis)) {
            eventually("down", () -> counter.linkState() instanceof LinkState.Down);
            var early = counter.ask(Operation.INCREMENT);
            redis.start();
            assertEquals(new Outcome.Value(1), early.get());
        }
    }

    private static Counter counter(RedisServer redis) {
        var connector = new JedisConnector(List.of(new HostPort("127.0.0.1", redis.port())), RedisServer.NO_LOGIN);
        return new Counter(connector, TIMEOUT, 1_000, new Metrics());
    }
}
