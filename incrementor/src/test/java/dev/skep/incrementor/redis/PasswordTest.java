package dev.skep.incrementor.redis;

import static dev.skep.incrementor.redis.JedisLinkTest.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRedis
final class PasswordTest {
    @TempDir
    private Path folder;

    private RedisServer server;
    private Path file;
    private JedisConnector connector;

    @BeforeEach
    void start() throws Exception {
        server = new RedisServer(folder, "--requirepass", "bees").start();
        file = folder.resolve("password");
        connector = connector(Optional.of(file));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void opensWithTheRightOneAndTheFilesLastLineBreakIsNotPartOfIt() throws Exception {
        Files.writeString(file, "bees\n");
        try (var link = connector.connect()) {
            assertEquals(0, link.read("w"));
        }
    }

    @Test
    void theFileIsReadAgainForEachConnection() throws Exception {
        Files.writeString(file, "wasps");
        var failure = assertFails(Kind.UNAUTHENTICATED, connector::connect);
        assertTrue(failure.getMessage().contains("refused the authentication"), failure.getMessage());
        assertFalse(failure.getMessage().contains("wasps"), failure.getMessage());

        Files.writeString(file, "bees");
        connector.connect().close();
    }

    @Test
    void withoutOneNobodyIsConnected() {
        assertFails(Kind.UNAUTHENTICATED, connector(Optional.empty())::connect);
    }

    @Test
    void aFileThatIsMissingOrEmptyIsNamed() throws Exception {
        var missing = assertFails(Kind.UNAUTHENTICATED, connector::connect);
        assertTrue(missing.getMessage().contains(file + " cannot be read"), missing.getMessage());
        Files.writeString(file, "\n");
        var empty = assertFails(Kind.UNAUTHENTICATED, connector::connect);
        assertTrue(empty.getMessage().contains(file + " is empty"), empty.getMessage());
    }

    @Test
    void onePasswordTooManyIsSaid() throws Exception {
        try (var open = new RedisServer(Files.createDirectory(folder.resolve("open"))).start()) {
            Files.writeString(file, "bees");
            var toOpen = new JedisConnector(
                    List.of(new HostPort("127.0.0.1", open.port())), new Login(Optional.empty(), Optional.of(file)));
            assertFails(Kind.UNAUTHENTICATED, toOpen::connect);
        }
    }

    private JedisConnector connector(Optional<Path> passwordFile) {
        var login = new Login(Optional.empty(), passwordFile);
        return new JedisConnector(List.of(new HostPort("127.0.0.1", server.port())), login);
    }
}
