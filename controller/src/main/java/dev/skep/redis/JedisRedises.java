package dev.skep.redis;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;

/** Speaks to them over Jedis, each time on a connection of its own: addresses come and go. */
public final class JedisRedises implements Redises {
    private static final int REDIS = 6379;
    private static final int SENTINEL = 26379;
    private static final String APP = "app";
    /**
     * A sentinel asks once in a downAfter, or in this time where that is shorter; by itself once a second. Five times this is also
     * how old the INFO of a replica may be that it promotes, and INFO it asks for once a second: so this is never much shorter.
     */
    private static final Duration ASK_EVERY = Duration.ofMillis(500);

    private final Logins logins;
    /** Who leads by itself. It is among the data, so that no copy of these can lack it. */
    static final String LEAD = "skep:lead";

    /** The same, once it is on the disk of whom it was said to: where they differ it was cut, and is said again. */
    private static final String SAVED = "skep:lead:saved";

    static final String CONFIRMATIONS = "min-replicas-to-write";

    private final int timeoutMillis;

    /**
     * Connects when it is first used.
     *
     * @param logins at all Redis and sentinels of the manifest
     * @param deadline for a connection, and for each answer
     */
    public JedisRedises(Logins logins, Duration deadline) {
        this.logins = logins;
        this.timeoutMillis = Math.toIntExact(deadline.toMillis());
    }

    @Override
    public Optional<ObservedMember> member(Endpoint endpoint) {
        return look(
                endpoint,
                REDIS,
                jedis -> Answers.member(
                        endpoint,
                        jedis.info(),
                        Batches.sum(jedis),
                        Batches.count(jedis),
                        new Answers.Lead(Optional.ofNullable(jedis.get(LEAD)), Optional.ofNullable(jedis.get(SAVED))),
                        !Snapshot.setting(jedis, CONFIRMATIONS).equals("0")));
    }

    @Override
    public Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        return look(endpoint, SENTINEL, jedis -> new ObservedSentinel(endpoint, belief(jedis, group)));
    }

    private static Optional<ObservedSentinel.Belief> belief(Jedis sentinel, String group) {
        try {
            var quorate = quorate(sentinel, group);
            return Optional.of(Answers.belief(
                    sentinel.sentinelMaster(group),
                    sentinel.sentinelReplicas(group),
                    sentinel.sentinelSentinels(group),
                    quorate));
        } catch (JedisDataException e) {
            if (unknown(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean quorate(Jedis sentinel, String group) {
        try {
            SentinelCommand.CKQUORUM.send(sentinel, group);
            return true;
        } catch (JedisDataException e) {
            if (e.getMessage().startsWith("NOQUORUM")) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void promote(Endpoint member) {
        tell(member, REDIS, Jedis::replicaofNoOne);
    }

    @Override
    public void confirmations(Endpoint member, int replicas) {
        tell(member, REDIS, jedis -> jedis.configSet(CONFIRMATIONS, Integer.toString(replicas)));
    }

    @Override
    public void lead(Endpoint primary, String who, int copies) {
        tell(primary, REDIS, jedis -> {
            jedis.set(LEAD, who);
            Snapshot.of(jedis); // else it would start again with who led at the last one
            jedis.set(SAVED, who);
            if (copies > 0 && jedis.waitReplicas(copies, timeoutMillis / 2) < copies) {
                throw new JedisDataException("not all of its %d replicas have taken it".formatted(copies));
            }
        });
    }

    @Override
    public void disarm(Endpoint replica) {
        tell(replica, REDIS, jedis -> {
            write(jedis, LEAD);
            Snapshot.of(jedis);
            write(jedis, SAVED);
        });
    }

    /**
     * In one packet, which Redis does to its end before it reads from anybody else: so nobody else writes to a copy meanwhile.
     */
    private static void write(Jedis replica, String key) {
        try (var packet = replica.pipelined()) {
            var let = packet.sendCommand(Protocol.Command.CONFIG, "SET", "replica-read-only", "no");
            var written = packet.set(key, ObservedMember.HANDOVER);
            var forbidden = packet.sendCommand(Protocol.Command.CONFIG, "SET", "replica-read-only", "yes");
            packet.sync();
            List.of(let, written, forbidden).forEach(Response::get);
        }
    }

    @Override
    public void handOver(Endpoint primary, Endpoint target) {
        between(primary, target, Handover::run);
    }

    @Override
    public void passOn(Endpoint primary, Endpoint target) {
        between(primary, target, Handover::underSentinels);
    }

    private void between(Endpoint primary, Endpoint target, Consumer<Handover> handover) {
        tell(primary, REDIS, from -> {
            try (var to = connect(target, REDIS)) {
                handover.accept(new Handover(from, to, target.address(), REDIS));
            }
        });
    }

    @Override
    public void agree(Endpoint sentinel, String group, int quorum) {
        tell(sentinel, SENTINEL, jedis -> set(jedis, group, "quorum", Integer.toString(quorum)));
    }

    @Override
    public void follow(Endpoint member, String address) {
        tell(member, REDIS, jedis -> jedis.replicaof(address, REDIS));
    }

    @Override
    public void monitor(Endpoint sentinel, String address, Watched group) {
        tell(sentinel, SENTINEL, jedis -> {
            // First: where this is cut, one that watches already is not told again.
            if (group.downAfter().compareTo(ASK_EVERY) > 0) {
                askOften(jedis);
            }
            remove(jedis, group.name());
            jedis.sentinelMonitor(group.name(), address, REDIS, group.quorum());
            set(jedis, group.name(), "auth-user", logins.sentinel().user());
            set(jedis, group.name(), "auth-pass", logins.sentinel().password());
            set(
                    jedis,
                    group.name(),
                    "down-after-milliseconds",
                    Long.toString(group.downAfter().toMillis()));
            // Another sentinel tries after this long, twice this long after the same one did.
            set(jedis, group.name(), "failover-timeout", "10000");
            set(jedis, group.name(), "parallel-syncs", "1");
        });
    }

    /** Else it finds out up to a second late that one has fallen silent. It forgets this when it ends, as it does whom it watches. */
    private static void askOften(Jedis sentinel) {
        try {
            SentinelCommand.DEBUG.send(sentinel, "ping-period", Long.toString(ASK_EVERY.toMillis()));
        } catch (JedisDataException e) {
            // Before Redis 7 it cannot be told.
            if (!e.getMessage().toLowerCase(Locale.ROOT).startsWith("err unknown ")) {
                throw e;
            }
        }
    }

    private static void set(Jedis sentinel, String group, String option, String value) {
        SentinelCommand.SET.send(sentinel, group, option, value);
    }

    @Override
    public void unwatch(Endpoint sentinel, String group) {
        tell(sentinel, SENTINEL, jedis -> remove(jedis, group));
    }

    @Override
    public void memberTakes(String address, Map<String, List<String>> hashes) {
        takes(address, REDIS, hashes);
    }

    @Override
    public void sentinelTakes(String address, Map<String, List<String>> hashes) {
        takes(address, SENTINEL, hashes);
    }

    /** A connection stays logged in with a password that is taken no more; the app repeats what it had asked. */
    private void takes(String address, int port, Map<String, List<String>> hashes) {
        tell(new Endpoint(address, address, address), port, jedis -> {
            hashes.forEach((user, those) -> jedis.aclSetUser(
                    user,
                    Stream.concat(Stream.of("resetpass"), those.stream().map(h -> "#" + h))
                            .toArray(String[]::new)));
            jedis.clientKill(new ClientKillParams().user(APP));
        });
    }

    @Override
    public Confirmed<Holding> holding(Endpoint primary, int copies) {
        return confirmed(primary, copies, Counting::holding);
    }

    @Override
    public boolean restored(Endpoint primary, String id) {
        return ask(primary, REDIS, jedis -> Counting.restored(jedis, id));
    }

    @Override
    public Confirmed<Long> restore(Endpoint primary, String id, Holding holding, int copies) {
        return confirmed(primary, copies, jedis -> Counting.restore(jedis, id, holding));
    }

    @Override
    public Optional<ObservedShare> share(Endpoint endpoint) {
        try {
            return look(endpoint, REDIS, jedis -> Shares.look(endpoint, jedis));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public void admit(Endpoint primary, Optional<Run> seen, String birth) {
        tell(primary, REDIS, jedis -> Shares.admit(jedis, seen, birth));
    }

    /**
     * What it took is on its disk before a list leaves out from whom it is: a snapshot of before would have it nowhere. And the list is
     * there before a task of mode single counts: without one it would tell what it has for all that there is.
     */
    @Override
    public void list(Endpoint primary, Listed listed) {
        tell(primary, REDIS, jedis -> {
            Snapshot.of(jedis);
            Shares.list(jedis, listed);
            Snapshot.of(jedis);
        });
    }

    @Override
    public void close(Endpoint primary, Run seen, String into) {
        tell(primary, REDIS, jedis -> {
            Shares.close(jedis, seen, into);
            Snapshot.of(jedis); // else it could start again open, and what is counted by then would be in no sum
        });
    }

    @Override
    public void take(Endpoint primary, Run run, Endpoint from, Run closed) {
        var amount = ask(from, REDIS, jedis -> {
            Snapshot.of(jedis); // that it is closed may not have been saved yet
            return Shares.amount(jedis, closed);
        });
        tell(primary, REDIS, jedis -> {
            Shares.take(jedis, closed.birth(), amount.count(), amount.took(), run.birth());
            Snapshot.of(jedis);
        });
    }

    /** Over the connection of what it did, for which alone WAIT vouches. */
    private <T> Confirmed<T> confirmed(Endpoint primary, int copies, Function<Jedis, T> question) {
        return ask(primary, REDIS, jedis -> {
            try {
                var answer = question.apply(jedis);
                return new Confirmed<>(answer, copies == 0 ? 0 : jedis.waitReplicas(copies, timeoutMillis / 2));
            } catch (IllegalArgumentException e) {
                throw new JedisDataException("what it counted in is not what the app wrote: " + e.getMessage());
            }
        });
    }

    private static void remove(Jedis sentinel, String group) {
        try {
            sentinel.sentinelRemove(group);
        } catch (JedisDataException e) {
            if (!unknown(e)) {
                throw e;
            }
        }
    }

    private static boolean unknown(JedisDataException e) {
        return e.getMessage().contains("No such master with that name");
    }

    /** Who does not answer is not there: what that means the plan decides. */
    private <T> Optional<T> look(Endpoint endpoint, int port, Function<Jedis, T> question) {
        try (var jedis = connect(endpoint, port)) {
            return Optional.of(question.apply(jedis));
        } catch (JedisException e) {
            return Optional.empty();
        }
    }

    private void tell(Endpoint endpoint, int port, Consumer<Jedis> command) {
        ask(endpoint, port, jedis -> {
            command.accept(jedis);
            return endpoint;
        });
    }

    private <T> T ask(Endpoint endpoint, int port, Function<Jedis, T> question) {
        try (var jedis = connect(endpoint, port)) {
            return question.apply(jedis);
        } catch (JedisException e) {
            throw new RedisException(endpoint.service() + " at " + endpoint.reach() + ": " + e.getMessage(), e);
        }
    }

    private Jedis connect(Endpoint endpoint, int port) {
        var config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeoutMillis)
                .socketTimeoutMillis(timeoutMillis)
                .user(logins.user().user())
                .password(logins.user().password())
                .build();
        return new Jedis(new HostAndPort(endpoint.reach(), port), config);
    }
}
