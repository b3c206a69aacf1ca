package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.settings.HostPort;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Connects to the primary of one counter, by a name that is looked up afresh and may lead to any of its Redis: a replica says
 * whom it follows. The next name is tried after each failure.
 */
public final class JedisConnector implements RedisLink.Connector {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** A replica follows the primary; for a moment, during a handover, it may follow one that has just become a replica. */
    private static final int HOPS = 3;

    private final List<HostPort> nodes;
    private final Login login;
    private int attempts;

    public JedisConnector(List<HostPort> nodes, Login login) {
        this.nodes = List.copyOf(nodes);
        this.login = login;
    }

    @Override
    public RedisLink connect() throws RedisFailure {
        var asked = nodes.get(Math.floorMod(attempts++, nodes.size()));
        var name = "Redis at " + asked;
        var node = asked;
        for (var hop = 0; hop < HOPS; hop++) {
            var jedis = login.open(name, node, TIMEOUT);
            switch (role(name, jedis)) {
                case Role.Primary() -> {
                    return new JedisLink(name, jedis);
                }
                case Role.ReplicaOf(var primary) -> {
                    close(name, jedis);
                    node = primary;
                    name = "Redis at %s, the primary of %s".formatted(primary, asked);
                }
            }
        }
        throw new RedisFailure(Kind.UNWRITABLE, "Redis at %s leads to replicas only".formatted(asked), null);
    }

    private static Role role(String name, Jedis jedis) throws RedisFailure {
        try {
            return Role.of(jedis);
        } catch (JedisException e) {
            close(name, jedis);
            throw Failures.notReady(name, e);
        }
    }

    private static void close(String name, Jedis jedis) {
        new JedisLink(name, jedis).close();
    }
}
