package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** The password of the app's user is changed while everybody counts. */
@RequiresRedis
@Timeout(30)
final class RotationTest {
    @TempDir
    private Path folder;

    @Test
    void noRequestFailsWhetherTheFileChangesBeforeRedisOrAfter() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "first");
        try (var redis = new RedisServer(folder, "--user", "app", "on", ">first", "~*", "+@all").start();
                var admin = new Jedis("127.0.0.1", redis.port());
                var counter = counter(redis, file)) {
            var ledger = new Ledger(List.of(counter));
            ledger.awaitMore();

            admin.aclSetUser("app", ">second");
            Files.writeString(file, "second");
            admin.aclSetUser("app", "<first");
            dropConnections(admin);
            ledger.awaitMore();

            admin.aclSetUser("app", "resetpass", ">third");
            dropConnections(admin);
            Files.writeString(file, "third");
            ledger.awaitMore();
            ledger.assertNothingFailedAndNothingIsLostOrDoubled();
        }
    }

    private static void dropConnections(Jedis admin) {
        admin.clientKill(new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
    }

    private static Counter counter(RedisServer redis, Path passwordFile) {
        var nodes = List.of(new HostPort("127.0.0.1", redis.port()));
        var login = new Login(Optional.of("app"), Optional.of(passwordFile));
        return new Counter(new JedisConnector(nodes, login), Duration.ofSeconds(10), 1_000, new Metrics());
    }
}
