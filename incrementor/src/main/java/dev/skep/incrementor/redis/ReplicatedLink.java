package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection to a primary that may be left behind any moment. Whatever it says counts only once a replica has it as
 * well: that outlives the primary, and one that the others have left has no replica.
 *
 * @see <a href="https://redis.io/docs/latest/commands/wait/">WAIT, which vouches for the writes of its own connection</a>
 */
final class ReplicatedLink implements RedisLink {
    private static final int REPLICAS = 1;
    private static final Duration CALL = Duration.ofSeconds(1);
    /** Shorter than a call, so that it is an answer and no broken connection. */
    private static final Duration CONFIRMED_WITHIN = Duration.ofMillis(800);

    private final String name;
    private final Jedis jedis;
    private final JedisLink link;

    ReplicatedLink(String name, Jedis jedis) {
        this.name = name;
        this.jedis = jedis;
        this.link = new JedisLink(name, jedis);
    }

    /** A replica would refuse writes by itself, but one that is cut off still answers reads. */
    void requirePrimary() throws RedisFailure {
        try {
            if (Role.of(jedis) instanceof Role.ReplicaOf(var other)) {
                throw new RedisFailure(
                        Kind.UNWRITABLE, name + " is to be the primary and is still a replica of " + other, null);
            }
            jedis.getConnection().setSoTimeout((int) CALL.toMillis());
        } catch (JedisException e) {
            throw Failures.notReady(name, e);
        }
    }

    @Override
    public Answer apply(String writer, long sequence, Change change) throws RedisFailure {
        var answer = link.apply(writer, sequence, change);
        confirm();
        return answer;
    }

    @Override
    public long read(String writer) throws RedisFailure {
        var value = link.read(writer);
        probe(writer);
        return value;
    }

    @Override
    public void probe(String writer) throws RedisFailure {
        link.probe(writer);
        confirm();
    }

    private void confirm() throws RedisFailure {
        try {
            if (jedis.waitReplicas(REPLICAS, CONFIRMED_WITHIN.toMillis()) < REPLICAS) {
                throw new RedisFailure(
                        Kind.UNWRITABLE,
                        name + " has no replica that took the write within " + CONFIRMED_WITHIN.toMillis() + " ms",
                        null);
            }
        } catch (JedisException e) {
            throw Failures.notReady(name, e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
