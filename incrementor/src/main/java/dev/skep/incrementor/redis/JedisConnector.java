package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.settings.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Connects to the nodes of one counter in turn, the next one after each failure. Name and password are looked up for
 * every attempt: both may have changed.
 */
public final class JedisConnector implements RedisLink.Connector {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final List<HostPort> nodes;
    private final Optional<Path> passwordFile;
    private int attempts;

    public JedisConnector(List<HostPort> nodes, Optional<Path> passwordFile) {
        this.nodes = List.copyOf(nodes);
        this.passwordFile = passwordFile;
    }

    @Override
    public RedisLink connect() throws RedisFailure {
        var node = nodes.get(Math.floorMod(attempts++, nodes.size()));
        var config = config();
        var name = "Redis at " + node;
        try {
            var jedis = new Jedis(new HostAndPort(node.host(), node.port()), config);
            jedis.connect();
            return new JedisLink(name, jedis);
        } catch (JedisException e) {
            throw Failures.notReady(name, e);
        }
    }

    private JedisClientConfig config() throws RedisFailure {
        var config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) TIMEOUT.toMillis())
                .socketTimeoutMillis((int) TIMEOUT.toMillis())
                // Redis 7.0 does not know it; one round trip less.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (passwordFile.isPresent()) {
            config.password(password(passwordFile.get()));
        }
        return config.build();
    }

    private static String password(Path file) throws RedisFailure {
        try {
            var password = Files.readString(file).stripTrailing();
            if (password.isEmpty()) {
                throw new RedisFailure(Kind.UNAUTHENTICATED, "the password file " + file + " is empty", null);
            }
            return password;
        } catch (IOException e) {
            throw new RedisFailure(Kind.UNAUTHENTICATED, "the password file " + file + " cannot be read: " + e, e);
        }
    }
}
