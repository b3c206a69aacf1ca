package dev.skep.incrementor.redis;

import dev.skep.incrementor.settings.HostPort;
import java.util.List;
import redis.clients.jedis.Jedis;

/**
 * What a Redis says that it is.
 *
 * @see <a href="https://redis.io/docs/latest/commands/role/">ROLE</a>
 */
sealed interface Role {
    /** The one that takes writes. */
    record Primary() implements Role {}

    /** A copy, and of whom. */
    record ReplicaOf(HostPort primary) implements Role {}

    /** Asks it. */
    static Role of(Jedis jedis) {
        return from(jedis.role());
    }

    /** From the answer to ROLE. */
    static Role from(List<?> answer) {
        return switch (String.valueOf(answer.getFirst())) {
            case "master" -> new Primary();
            case "slave" ->
                new ReplicaOf(new HostPort(String.valueOf(answer.get(1)), ((Long) answer.get(2)).intValue()));
            default -> throw new IllegalArgumentException("no Redis has the role " + answer.getFirst());
        };
    }
}
