package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.RedisMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Three real Redis, of which one is the primary, and three real sentinels that watch it. The app logs in as a user who may
 * do no more than docs/app.md says.
 */
final class WatchedRedis implements AutoCloseable {
    private static final String NAME = "incr-redis";
    private static final int COPIES = 3;
    private static final String ADMIN = "only-for-this-test";
    private static final String APP = "of-the-app";
    private static final String RIGHTS =
            "resetchannels -@all ~counter ~skep:writer:* +eval +evalsha +get +set +incrby +pexpire +role +wait";

    private final Path folder;
    private final Login login;
    private final List<RedisServer> members = new ArrayList<>();
    private final List<SentinelServer> sentinels = new ArrayList<>();

    /** Not started yet. */
    WatchedRedis(Path folder) throws IOException {
        this.folder = folder;
        var password = Files.writeString(folder.resolve("app-password"), APP);
        this.login = new Login(Optional.of("app"), Optional.of(password));
    }

    /** Until all know each other, and the first is primary. */
    void start() throws Exception {
        for (var number = 0; number < COPIES; number++) {
            members.add(member("redis-" + number));
            members.getLast().start();
            if (number > 0) {
                follow(members.getLast(), members.getFirst());
            }
        }
        try (var admin = admin(members.getFirst())) {
            RedisServer.awaitReplicas(admin, COPIES - 1);
        }
        for (var number = 0; number < COPIES; number++) {
            sentinels.add(sentinel("sentinel-" + number));
            sentinels.getLast().start();
        }
        for (var sentinel : sentinels) {
            eventually("a sentinel knows all others", () -> knowsAll(sentinel));
        }
    }

    private RedisServer member(String name) throws IOException {
        var options = new ArrayList<>(List.of("--requirepass", ADMIN, "--masterauth", ADMIN));
        options.addAll(List.of("--min-replicas-to-write", "1", "--min-replicas-max-lag", "3"));
        options.addAll(List.of("--repl-diskless-sync-delay", "0", "--user"));
        options.addAll(List.of(("app on >" + APP + " " + RIGHTS).split(" ")));
        return new RedisServer(Files.createDirectory(folder.resolve(name)), options.toArray(String[]::new));
    }

    private SentinelServer sentinel(String name) throws IOException {
        return new SentinelServer(
                Files.createDirectory(folder.resolve(name)),
                "requirepass " + ADMIN,
                "sentinel sentinel-pass " + ADMIN,
                "user app on >" + APP + " -@all +sentinel|get-master-addr-by-name +sentinel|master",
                "sentinel monitor " + NAME + " 127.0.0.1 " + members.getFirst().port() + " 2",
                "sentinel auth-pass " + NAME + " " + ADMIN,
                "sentinel down-after-milliseconds " + NAME + " 400",
                "sentinel failover-timeout " + NAME + " 1500");
    }

    /** The app's counter, in a process that would be its own. */
    Counter counter(Duration requestTimeout, Metrics metrics) {
        return new Counter(connector(metrics), requestTimeout, 1_000, metrics);
    }

    SentinelConnector connector(Metrics metrics) {
        var addresses = sentinels.stream()
                .map(sentinel -> new HostPort("127.0.0.1", sentinel.port()))
                .toList();
        return new SentinelConnector(new RedisMode.Sentinel(addresses, NAME, COPIES - 1), login, new Followed(metrics));
    }

    List<RedisServer> members() {
        return members;
    }

    List<SentinelServer> sentinels() {
        return sentinels;
    }

    /** The one that most sentinels name. */
    RedisServer primary() throws Exception {
        var port = new Sentinels(
                        new RedisMode.Sentinel(
                                sentinels.stream()
                                        .map(sentinel -> new HostPort("127.0.0.1", sentinel.port()))
                                        .toList(),
                                NAME,
                                COPIES - 1),
                        login)
                .primaries()
                .getFirst()
                .port();
        return members.stream()
                .filter(member -> member.port() == port)
                .findFirst()
                .orElseThrow();
    }

    List<RedisServer> replicas() throws Exception {
        var primary = primary();
        return members.stream().filter(member -> member != primary).toList();
    }

    void awaitPrimaryOtherThan(RedisServer old) throws Exception {
        eventually("another is primary", () -> primary() != old);
    }

    /** Somebody types it at a sentinel, though the primary is well. */
    void failOver() throws Exception {
        eventually("a sentinel does it", () -> {
            try (var jedis = admin(sentinels.getFirst())) {
                return jedis.sentinelFailover(NAME).equals("OK");
            } catch (JedisException notYet) {
                return false; // the last one is not over
            }
        });
    }

    /** Until the primary has so many. */
    void awaitReplicas(int number) throws Exception {
        try (var admin = admin(primary())) {
            RedisServer.awaitReplicas(admin, number);
        }
    }

    /** What it says of itself: master, or slave. */
    static String role(RedisServer member) {
        try (var jedis = admin(member)) {
            return String.valueOf(jedis.role().getFirst());
        }
    }

    private static void follow(RedisServer replica, RedisServer primary) {
        try (var jedis = admin(replica)) {
            jedis.replicaof("127.0.0.1", primary.port());
        }
    }

    private static boolean knowsAll(SentinelServer sentinel) {
        try (var jedis = admin(sentinel)) {
            var primary = jedis.sentinelMaster(NAME);
            return primary.get("num-slaves").equals("2")
                    && primary.get("num-other-sentinels").equals("2");
        } catch (JedisException notYet) {
            return false;
        }
    }

    static Jedis admin(RedisServer server) {
        var config = DefaultJedisClientConfig.builder().password(ADMIN).build();
        return new Jedis(new HostAndPort("127.0.0.1", server.port()), config);
    }

    @Override
    public void close() {
        members.forEach(RedisServer::close);
        sentinels.forEach(RedisServer::close);
    }
}
