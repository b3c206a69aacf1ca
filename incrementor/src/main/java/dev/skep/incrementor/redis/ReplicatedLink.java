package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Reading;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection to a primary that may be left behind any moment. Whatever it says counts only once replicas have it as
 * well: that outlives the primary, and one that the others have left has none.
 *
 * @see <a href="https://redis.io/docs/latest/commands/wait/">WAIT, which vouches for the writes of its own connection</a>
 */
final class ReplicatedLink implements RedisLink {
    private static final Duration CALL = Duration.ofSeconds(1);
    /** With {@link #ONE_WITHIN} shorter than a call, so that it is an answer and no broken connection. */
    private static final Duration ALL_WITHIN = Duration.ofMillis(100);

    private static final Duration ONE_WITHIN = Duration.ofMillis(700);
    /** How long all are waited for where some were missing just before, and on a new connection: most follow the loss of a Redis. */
    private static final Duration AGAIN_ALL_WITHIN = Duration.ofMillis(20);

    /** How long all are waited for where the sentinels are not heard, or do not stand by it. */
    private static final Duration AFTER_ALL_WITHIN = Duration.ofMillis(400);

    /** Who knows whether it is about to be replaced. */
    @FunctionalInterface
    interface Witnesses {
        boolean standBy() throws RedisFailure;
    }

    private final String name;
    private final Jedis jedis;
    private final JedisLink link;
    private final int replicas;
    private final Witnesses witnesses;
    private Duration allWithin = AGAIN_ALL_WITHIN;

    /**
     * A link.
     *
     * @param replicas how many the primary has when all is well; 0: not known
     */
    ReplicatedLink(String name, Jedis jedis, int replicas, Witnesses witnesses) {
        this.name = name;
        this.jedis = jedis;
        this.link = new JedisLink(name, jedis);
        this.replicas = replicas;
        this.witnesses = witnesses;
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
        link.mark(writer);
        confirm();
        return value;
    }

    @Override
    public Reading survey(String writer) throws RedisFailure {
        var reading = link.survey(writer);
        link.mark(writer);
        confirm();
        return reading;
    }

    @Override
    public void probe(String writer) throws RedisFailure {
        link.probe(writer);
        confirm();
    }

    /**
     * What all have is safe. What some have is, unless one of the others is being made the primary: those that have it would
     * forget it then, for a failover promotes first, and tells the rest to follow a second later (docs/decisions/0022).
     */
    private void confirm() throws RedisFailure {
        var copies = copies();
        if (copies >= replicas && replicas > 0) {
            return;
        }
        if (copies == 0) {
            throw new RedisFailure(
                    Kind.UNWRITABLE,
                    name + " has no replica that took the write within " + ONE_WITHIN.toMillis() + " ms",
                    null);
        }
        // On a busy machine nobody answers in time, and yet all may be well: then all must have it.
        if (!witnesses.standBy() && !allHaveIt()) {
            throw new RedisFailure(
                    Kind.UNWRITABLE,
                    "not every replica of " + name + " took the write, and the sentinels may be replacing it",
                    null);
        }
    }

    private long copies() throws RedisFailure {
        var copies = within(allWithin, Math.max(1, replicas));
        allWithin = copies < replicas ? AGAIN_ALL_WITHIN : ALL_WITHIN;
        return copies > 0 ? copies : within(ONE_WITHIN, 1);
    }

    private boolean allHaveIt() throws RedisFailure {
        return replicas > 0 && within(AFTER_ALL_WITHIN, replicas) >= replicas;
    }

    private long within(Duration time, int enough) throws RedisFailure {
        try {
            return jedis.waitReplicas(enough, time.toMillis());
        } catch (JedisException e) {
            throw Failures.notReady(name, e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
