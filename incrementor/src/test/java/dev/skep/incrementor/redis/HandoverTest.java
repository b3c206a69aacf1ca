package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** Two Redis hand the count to each other, again and again, while everybody counts and reads: no request fails. */
@RequiresRedis
@Timeout(60)
final class HandoverTest {
    private static final Pattern WRITTEN = Pattern.compile("master_repl_offset:(\\d+)");
    private static final int HANDOVERS = 6;

    @TempDir
    private Path folder;

    @Test
    void noRequestFailsNorIsLostOrDoubledAndNoReadIsOld() throws Exception {
        try (var one = redis("one");
                var two = redis("two");
                var atOne = new Jedis("127.0.0.1", one.port());
                var atTwo = new Jedis("127.0.0.1", two.port())) {
            atTwo.replicaof("127.0.0.1", one.port());
            RedisServer.awaitReplicas(atOne, 1);
            // The one app knows one of them, the other app the other.
            try (var first = counter(one);
                    var second = counter(two)) {
                var ledger = new Ledger(List.of(first, second));
                for (var n = 0; n < HANDOVERS; n += 2) {
                    ledger.awaitMore();
                    handOver(atOne, atTwo, two.port());
                    ledger.awaitMore();
                    handOver(atTwo, atOne, one.port());
                }
                ledger.awaitMore();
                ledger.assertNothingFailedAndNothingIsLostOrDoubled();
            }
        }
    }

    /** Writes wait, the target has them all, the old primary gives up first: never two at once. */
    private static void handOver(Jedis primary, Jedis target, int targetPort) throws Exception {
        eventually("it follows", () -> target.info("replication").contains("master_link_status:up"));
        primary.sendCommand(Protocol.Command.CLIENT, "PAUSE", "2000", "WRITE");
        eventually("it has all", () -> written(target) >= written(primary));
        primary.replicaof("127.0.0.1", targetPort);
        target.replicaofNoOne();
        primary.sendCommand(Protocol.Command.CLIENT, "UNPAUSE");
    }

    private static long written(Jedis redis) {
        var matcher = WRITTEN.matcher(redis.info("replication"));
        matcher.find();
        return Long.parseLong(matcher.group(1));
    }

    private RedisServer redis(String name) throws Exception {
        return new RedisServer(Files.createDirectory(folder.resolve(name))).start();
    }

    private static Counter counter(RedisServer redis) {
        var node = List.of(new HostPort("127.0.0.1", redis.port()));
        return new Counter(new JedisConnector(node, RedisServer.NO_LOGIN), Duration.ofSeconds(5), 1_000, new Metrics());
    }
}
