package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.settings.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Opens connections. The password is read for each anew: it may have been changed.
 *
 * @param user whose password it is; without one it is that of the default user
 */
public record Login(Optional<String> user, Optional<Path> passwordFile) {

    /**
     * A connection that is logged in.
     *
     * @param name of what is connected to, for errors
     * @param timeout how long to wait for the connection, and for each answer
     */
    Jedis open(String name, HostPort node, Duration timeout) throws RedisFailure {
        var config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) timeout.toMillis())
                .socketTimeoutMillis((int) timeout.toMillis())
                // Redis 7.0 does not know it; one round trip less.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        user.ifPresent(config::user);
        if (passwordFile.isPresent()) {
            config.password(password(passwordFile.get()));
        }
        try {
            var jedis = new Jedis(new HostAndPort(node.host(), node.port()), config.build());
            jedis.connect();
            return jedis;
        } catch (JedisException e) {
            throw Failures.notReady(name, e);
        }
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
