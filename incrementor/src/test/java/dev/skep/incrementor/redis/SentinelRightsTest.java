package dev.skep.incrementor.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;

/** In a sentinel the app may ask who is primary, and how that is, and nothing else. */
@RequiresRedis
final class SentinelRightsTest {
    /** Where Skep has it from. */
    private static final Path RULES = Path.of("../controller/src/main/resources/dev/skep/desired/sentinel.acl");

    @TempDir
    private Path folder;

    private RedisServer sentinel;
    private Jedis app;

    @BeforeEach
    void start() throws Exception {
        var rule = Files.readAllLines(RULES).stream()
                .filter(line -> line.startsWith("user app "))
                .findFirst()
                .orElseThrow()
                .replace("user app ", "user app on >bees ");
        sentinel = new SentinelServer(folder, "sentinel monitor one 127.0.0.1 1 1", rule, "user default off").start();
        var login = new Login(Optional.of("app"), Optional.of(Files.writeString(folder.resolve("password"), "bees")));
        app = login.open("sentinel", new HostPort("127.0.0.1", sentinel.port()), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        app.close();
        sentinel.close();
    }

    @Test
    void itMayAskWhoIsPrimaryAndHowThatIs() {
        assertEquals(List.of("127.0.0.1", "1"), app.sentinelGetMasterAddrByName("one"));
        assertDoesNotThrow(() -> send("SENTINEL MASTER one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SENTINEL FAILOVER one",
                "SENTINEL REMOVE one",
                "SENTINEL RESET one",
                "SENTINEL SET one quorum 2",
                "SENTINEL MONITOR two 127.0.0.1 2 1",
                "SENTINEL MASTERS",
                "SENTINEL REPLICAS one",
                "SENTINEL SENTINELS one",
                "SENTINEL CONFIG GET *",
                "SENTINEL FLUSHCONFIG",
                "ACL LIST",
                "CLIENT LIST",
                "INFO",
                "PUBLISH __sentinel__:hello one",
                "SUBSCRIBE all",
                "SHUTDOWN"
            })
    void itMayDoNothingElse(String command) {
        var refused = assertThrows(JedisAccessControlException.class, () -> send(command));
        assertTrue(refused.getMessage().startsWith("NOPERM"), refused.getMessage());
    }

    private void send(String command) {
        var words = List.of(command.split(" ", -1));
        app.sendCommand(
                () -> words.getFirst().getBytes(US_ASCII),
                words.subList(1, words.size()).toArray(String[]::new));
    }
}
