package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.Reading;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.redis.ReplicatedLink.Witnesses;
import dev.skep.incrementor.redis.SimulatedCluster.Kind;
import dev.skep.incrementor.redis.SimulatedWorld.Design;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** What could be wrong with the app, or with an assumption: each counts wrongly some time, so the model must tell. */
record Mistake(String what, Kind kind, UnaryOperator<Design> made) {
    private static final AtomicLong NUMBERS = new AtomicLong();

    static Stream<Mistake> all() {
        return Stream.of(
                new Mistake(
                        "nothing is remembered",
                        Kind.SINGLE,
                        script("redis.call('SET', KEYS[2], ARGV[1] .. ':' .. value, 'PX', ARGV[3])", "")),
                new Mistake("it is remembered too shortly", Kind.SINGLE, script("'PX', ARGV[3]", "'PX', '40'")),
                new Mistake("all writers share a memory", Kind.SINGLE, script("KEYS[2]", "'skep:writer:all'")),
                new Mistake(
                        "an old batch is applied",
                        Kind.SINGLE,
                        script("tonumber(sequence) > tonumber(ARGV[1])", "false")),
                new Mistake(
                        "a reset is not remembered",
                        Kind.SINGLE,
                        script(
                                "redis.call('SET', KEYS[1], '0')",
                                "redis.call('SET', KEYS[1], '0') do return {'0', 0} end")),
                new Mistake(
                        "it is counted where nobody counts any more",
                        Kind.SINGLE,
                        script("if run and string.match(run, '^%d+:closed:') then", "if false then")),
                new Mistake(
                        "a restore lets writers go back",
                        Kind.SINGLE,
                        restore("if not now or tonumber(string.match(now, '^%d+'))", "if true or tonumber('0')")),
                new Mistake("a restore happens again", Kind.SINGLE, restore("if done then", "if false then")),
                new Mistake("a repeated batch gets another number", Kind.SINGLE, link(Mistake::renumbered)),
                new Mistake(
                        "a repetition writes nothing, so WAIT vouches for nothing",
                        Kind.SENTINEL,
                        script("redis.call('SET', KEYS[2], latest, 'PX', ARGV[3])", "")),
                new Mistake("no replica confirms", Kind.SENTINEL, link(SimulatedWorld::single)),
                new Mistake("no replica confirms reads", Kind.SENTINEL, link(Mistake::unconfirmedReads)),
                // After an election a replica still confirms what the old primary takes.
                new Mistake(
                        "the app knows of one replica where there are two",
                        Kind.SENTINEL,
                        link((jedis, sentinels) -> SimulatedWorld.replicated(jedis, 1, sentinels))),
                new Mistake(
                        "no sentinel is asked",
                        Kind.SENTINEL,
                        link((jedis, _) -> SimulatedWorld.replicated(jedis, () -> true))));
    }

    @Override
    public String toString() {
        return what;
    }

    private static UnaryOperator<Design> script(String right, String wrong) {
        return script("-- Applies one batch", right, wrong);
    }

    private static UnaryOperator<Design> restore(String right, String wrong) {
        return script("-- Puts another count", right, wrong);
    }

    private static UnaryOperator<Design> script(String which, String right, String wrong) {
        return design -> design.withScript(text -> changed(text, which, right, wrong));
    }

    /** The script that begins so, with a mistake in it; another as it is. */
    static String changed(String text, String which, String right, String wrong) {
        if (!text.startsWith(which)) {
            return text;
        }
        assertTrue(text.contains(right), "the script has changed: make this mistake in the new one");
        return text.replace(right, wrong);
    }

    private static UnaryOperator<Design> link(SimulatedWorld.LinkMaker link) {
        return design -> design.withLink(link);
    }

    private static RedisLink renumbered(Jedis jedis, Witnesses nobody) throws RedisFailure {
        var link = SimulatedWorld.single(jedis, nobody);
        return new Delegate(link) {
            @Override
            public Answer apply(String writer, long sequence, Change change) throws RedisFailure {
                return link.apply(writer, NUMBERS.incrementAndGet(), change);
            }
        };
    }

    private static RedisLink unconfirmedReads(Jedis jedis, Witnesses sentinels) throws RedisFailure {
        var unconfirmed = new JedisLink("Redis", jedis);
        return new Delegate(SimulatedWorld.replicated(jedis, sentinels)) {
            @Override
            public long read(String writer) throws RedisFailure {
                return unconfirmed.read(writer);
            }
        };
    }

    /** A link that does as another. */
    static class Delegate implements RedisLink {
        private final RedisLink link;

        Delegate(RedisLink link) {
            this.link = link;
        }

        @Override
        public Answer apply(String writer, long sequence, Change change) throws RedisFailure {
            return link.apply(writer, sequence, change);
        }

        @Override
        public long read(String writer) throws RedisFailure {
            return link.read(writer);
        }

        @Override
        public Reading survey(String writer) throws RedisFailure {
            return link.survey(writer);
        }

        @Override
        public void probe(String writer) throws RedisFailure {
            link.probe(writer);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
