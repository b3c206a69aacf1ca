package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Reading;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.settings.HostPort;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.SafeEncoder;

/** A connection by Jedis. */
final class JedisLink implements RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(JedisLink.class);
    private static final String COUNTER = "counter";

    /** Far longer than any writer repeats a batch. */
    private static final Duration REMEMBER = Duration.ofHours(1);

    /** What is remembered of a writer before its first batch. */
    private static final String NO_BATCH = "0:0";

    private final String name;
    private final Jedis jedis;

    JedisLink(String name, Jedis jedis) {
        this.name = name;
        this.jedis = jedis;
    }

    @Override
    public Answer apply(String writer, long sequence, Change change) throws RedisFailure {
        var what =
                switch (change) {
                    case Change.Add(var amount) -> Integer.toString(amount);
                    case Change.Reset() -> "reset";
                };
        var args = List.of(Long.toString(sequence), what, Long.toString(REMEMBER.toMillis()));
        try {
            var answer =
                    (List<?>) StoredScript.APPLY_BATCH.run(jedis, List.of(COUNTER, memory(writer), Told.RUN), args);
            return new Answer(Long.parseLong((String) answer.get(0)), ((Long) answer.get(1)) == 1);
        } catch (JedisException e) {
            throw Failures.of(name, e);
        }
    }

    @Override
    public long read(String writer) throws RedisFailure {
        try (var pipeline = jedis.pipelined()) {
            // Asked last: who is the primary afterwards was so before, and a replica may lag.
            var value = pipeline.get(COUNTER);
            var role = pipeline.sendCommand(new CommandArguments(Protocol.Command.ROLE));
            pipeline.sync();
            requirePrimary(role.get());
            return value.get() == null ? 0 : Long.parseLong(value.get());
        } catch (NumberFormatException e) {
            throw new RedisFailure(
                    RedisFailure.Kind.UNUSABLE, name + ": the key \"" + COUNTER + "\" holds no number", e);
        } catch (JedisException e) {
            throw Failures.of(name, e);
        }
    }

    @Override
    public Reading survey(String writer) throws RedisFailure {
        try {
            var keys = List.of(COUNTER, Told.RUN, Told.LIST, Told.TOOK);
            var answer = (List<?>) StoredScript.SURVEY.run(jedis, keys, List.of());
            // Asked last, as for a read.
            if (Role.of(jedis) instanceof Role.ReplicaOf(var primary)) {
                throw replicaOf(primary);
            }
            return Told.reading(answer.stream().map(String.class::cast).toList());
        } catch (IllegalArgumentException e) {
            throw new RedisFailure(
                    RedisFailure.Kind.UNUSABLE, name + " holds what Skep does not write: " + e.getMessage(), e);
        } catch (JedisException e) {
            throw Failures.of(name, e);
        }
    }

    private void requirePrimary(Object role) throws RedisFailure {
        if (Role.from((List<?>) SafeEncoder.encodeObject(role)) instanceof Role.ReplicaOf(var primary)) {
            throw replicaOf(primary);
        }
    }

    private RedisFailure replicaOf(HostPort primary) {
        return new RedisFailure(RedisFailure.Kind.UNWRITABLE, name + " has become a replica of " + primary, null);
    }

    @Override
    public void probe(String writer) throws RedisFailure {
        var run = mark(writer);
        if (Told.closed(run)) {
            throw new RedisFailure(
                    RedisFailure.Kind.UNWRITABLE, name + ": nobody counts there any more (" + run + ")", null);
        }
    }

    /** Writes that somebody was here, and answers which run of the counter it is; also of one in which nobody counts any more. */
    String mark(String writer) throws RedisFailure {
        try (var pipeline = jedis.pipelined()) {
            // A write, which a replica or a full disk refuses, and for which WAIT can vouch.
            var known = pipeline.pexpire(memory(writer), REMEMBER.toMillis());
            var run = pipeline.get(Told.RUN);
            pipeline.sync();
            if (known.get() == 0) {
                jedis.set(memory(writer), NO_BATCH, SetParams.setParams().nx().px(REMEMBER.toMillis()));
            }
            return run.get();
        } catch (JedisException e) {
            throw Failures.notReady(name, e);
        }
    }

    /** Jedis flushes first, which fails on a connection that broke; the socket is closed all the same. */
    @Override
    public void close() {
        try {
            jedis.close();
        } catch (JedisException broken) {
            LOG.atDebug().setCause(broken).log("closed a broken connection");
        }
    }

    private static String memory(String writer) {
        return "skep:writer:" + writer;
    }
}
