package dev.skep.incrementor.redis;

import static dev.skep.incrementor.redis.JedisLinkTest.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.counter.RedisLink.Answer;
import dev.skep.incrementor.counter.RedisLink.Change;
import dev.skep.incrementor.counter.RedisLinkContract;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A real primary with one real replica; without files, for a busy disk may delay a confirmation. */
@RequiresRedis
final class ReplicatedLinkTest extends RedisLinkContract {
    @TempDir
    private Path folder;

    private RedisServer primary;
    private RedisServer replica;

    @BeforeEach
    void start() throws Exception {
        primary = new RedisServer(
                        Files.createDirectory(folder.resolve("primary")),
                        "--repl-diskless-sync-delay",
                        "0",
                        "--appendonly",
                        "no")
                .start();
        var follows = "127.0.0.1 " + primary.port();
        replica = new RedisServer(
                        Files.createDirectory(folder.resolve("replica")), "--replicaof", follows, "--appendonly", "no")
                .start();
        try (var admin = new Jedis("127.0.0.1", primary.port())) {
            RedisServer.awaitReplicas(admin, 1);
        }
    }

    @AfterEach
    void stop() {
        replica.close();
        primary.close();
    }

    @Override
    protected RedisLink connect() throws RedisFailure {
        return linkTo(primary);
    }

    private static ReplicatedLink linkTo(RedisServer server) throws RedisFailure {
        var address = new HostPort("127.0.0.1", server.port());
        return new ReplicatedLink(
                "Redis", RedisServer.NO_LOGIN.open("Redis", address, Duration.ofSeconds(1)), 1, () -> false);
    }

    /** One of two replicas is gone: it may be dead, or just being made the primary. */
    @Test
    void aChangeThatNotEveryReplicaHasIsAnsweredOnlyWhileTheSentinelsStandByThePrimary() throws Exception {
        var address = new HostPort("127.0.0.1", primary.port());
        var stand = new AtomicBoolean();
        var jedis = RedisServer.NO_LOGIN.open("Redis", address, Duration.ofSeconds(1));
        try (var link = new ReplicatedLink("Redis", jedis, 2, stand::get)) {
            var failure = assertFails(Kind.UNWRITABLE, () -> link.apply("w", 1, new Change.Add(3)));
            assertTrue(failure.getMessage().contains("the sentinels may be replacing it"), failure.getMessage());
            stand.set(true);
            assertEquals(new Answer(3, true), link.apply("w", 1, new Change.Add(3)));
        }
    }

    @Test
    void aChangeThatNoReplicaHasIsNotAnsweredAndCountsOnceWhenItIsRepeated() throws Exception {
        replica.freeze();
        try (var link = connect()) {
            var failure = assertFails(Kind.UNWRITABLE, () -> link.apply("w", 1, new Change.Add(3)));
            assertTrue(failure.getMessage().contains("no replica that took the write"), failure.getMessage());
        }
        try (var fresh = connect()) {
            assertFails(Kind.UNWRITABLE, () -> fresh.apply("w", 1, new Change.Add(3)));
        }
        replica.thaw();
        try (var fresh = connect()) {
            assertEquals(new Answer(3, true), fresh.apply("w", 1, new Change.Add(3)));
            assertEquals(3, fresh.read("w"));
        }
    }

    @Test
    void aPrimaryWithoutReplicasMayHaveBeenLeftBehindSoItTellsNoNumberAndIsNotReady() throws Exception {
        replica.kill();
        try (var link = connect()) {
            assertFails(Kind.UNWRITABLE, () -> link.read("new"));
            assertFails(Kind.UNWRITABLE, () -> link.probe("w"));
        }
    }

    @Test
    void aReplicaIsNoPrimary() throws Exception {
        try (var link = linkTo(primary)) {
            link.requirePrimary();
        }
        try (var link = linkTo(replica)) {
            assertFails(Kind.UNWRITABLE, link::requirePrimary);
        }
    }
}
