package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.counter.RedisLink.Change;
import dev.skep.incrementor.counter.RedisLinkContract;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisDataException;

/** All that the app does, it does as the user that Skep gives it, who may do nothing else. */
@RequiresRedis
final class LeastRightsTest extends RedisLinkContract {
    /** Where Skep has it from. */
    private static final Path RULES = Path.of("../controller/src/main/resources/dev/skep/desired/redis.acl");

    @TempDir
    private Path folder;

    private RedisServer redis;
    private Login login;

    @BeforeEach
    void start() throws Exception {
        var rule = Files.readAllLines(RULES).stream()
                .filter(line -> line.startsWith("user app "))
                .findFirst()
                .orElseThrow()
                .replace("user app ", "user app on >bees ");
        var users = Files.writeString(folder.resolve("users.acl"), rule + "\nuser default off\n");
        redis = new RedisServer(folder, "--aclfile", users.toString()).start();
        login = new Login(Optional.of("app"), Optional.of(Files.writeString(folder.resolve("password"), "bees")));
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Override
    protected RedisLink connect() throws RedisFailure {
        return new JedisConnector(List.of(node()), login).connect();
    }

    private HostPort node() {
        return new HostPort("127.0.0.1", redis.port());
    }

    @Test
    void itMayAskForASecondCopy() throws Exception {
        try (var link =
                new ReplicatedLink("Redis", login.open("Redis", node(), Duration.ofSeconds(2)), 1, () -> false)) {
            link.requirePrimary();
            var failure = assertThrows(RedisFailure.class, () -> link.apply("w", 1, new Change.Add(1)));
            assertEquals(Kind.UNWRITABLE, failure.kind(), failure.getMessage());
            assertTrue(failure.getMessage().contains("no replica"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KEYS *",
                "GET other",
                "SET other 1",
                "DEL counter",
                "FLUSHALL",
                "CONFIG GET requirepass",
                "ACL LIST",
                "INFO",
                "REPLICAOF NO ONE",
                "SHUTDOWN NOSAVE",
                "SCRIPT FLUSH",
                "SUBSCRIBE all",
                "EVAL redis.call('SET',KEYS[1],'1') 1 other",
                "EVAL redis.call('DEL',KEYS[1]) 1 counter"
            })
    void itMayDoNothingElse(String command) throws Exception {
        var words = command.split(" ", -1);
        try (var jedis = login.open("Redis", node(), Duration.ofSeconds(2))) {
            var refused = assertThrows(
                    JedisDataException.class,
                    () -> jedis.sendCommand(
                            () -> words[0].getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                            List.of(words).subList(1, words.length).toArray(String[]::new)));
            // Inside a script, Redis 7 says it in words of its own.
            assertTrue(
                    refused.getMessage().startsWith("NOPERM")
                            || refused.getMessage().contains("No permissions")
                            || refused.getMessage().contains("can't run this command"),
                    refused.getMessage());
        }
    }
}
