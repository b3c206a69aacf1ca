package dev.skep.redis;

import dev.skep.observed.ObservedMember;
import java.time.Duration;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A replica becomes the primary. The old primary gives up first, and only if nothing was counted since the replica had all:
 * Redis itself sees to that (WATCH), however late a command arrives. Until the new one leads, the data say that nobody does
 * by itself: whoever starts meanwhile starts as a replica.
 *
 * @see <a href="https://redis.io/docs/latest/commands/client-pause/">CLIENT PAUSE</a>
 */
final class Handover {
    private static final Pattern OFFSET = Pattern.compile("master_repl_offset:(\\d+)");
    private static final Pattern REPLICA_OFFSET = Pattern.compile("slave_repl_offset:(\\d+)");

    /** Ends by itself if whoever asked for it is gone. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Jedis from;
    private final Jedis to;
    private final String address;
    private final int port;

    Handover(Jedis from, Jedis to, String address, int port) {
        this.from = from;
        this.to = to;
        this.address = address;
        this.port = port;
    }

    /** Of a count that no sentinel elects for. */
    void run() {
        // Until the new primary leads, nobody does by itself.
        from.set(JedisRedises.LEAD, ObservedMember.HANDOVER);
        Snapshot.of(from);
        paused(this::nobodyElseSaysWhoLeads, () -> to.configSet(JedisRedises.CONFIRMATIONS, "0"));
    }

    /** Nobody leads by itself there, as the data say already; and the new primary needs a copy, as the old one did. */
    void underSentinels() {
        paused(() -> {}, () -> {});
    }

    /** As another controller may, which sees a primary of which the data say that nobody leads. */
    private void nobodyElseSaysWhoLeads() {
        if (!ObservedMember.HANDOVER.equals(from.get(JedisRedises.LEAD))) {
            throw new JedisDataException("somebody else said meanwhile who leads");
        }
    }

    private void paused(Runnable watching, Runnable beforeItLeads) {
        try {
            client("PAUSE", Long.toString(PAUSE.toMillis()), "WRITE");
            move(watching, beforeItLeads);
        } catch (RuntimeException e) {
            goOn(e);
            throw e;
        }
        unpause();
    }

    /** The count has moved: where that cannot be said, the pause ends by itself, at one that takes no writes any more. */
    private void unpause() {
        try {
            client("UNPAUSE");
        } catch (JedisException e) {
            return;
        }
    }

    private void move(Runnable watching, Runnable beforeItLeads) {
        from.watch("counter", JedisRedises.LEAD);
        watching.run();
        awaitAll();
        var transaction = from.multi();
        transaction.sendCommand(Protocol.Command.REPLICAOF, address, Integer.toString(port));
        if (transaction.exec() == null) {
            throw new JedisDataException("it counted on meanwhile");
        }
        beforeItLeads.run();
        to.replicaofNoOne();
    }

    /** The pause ends by itself where it cannot be ended: what went wrong first is told. */
    private void goOn(RuntimeException first) {
        try {
            client("UNPAUSE");
        } catch (JedisException e) {
            first.addSuppressed(e);
        }
    }

    private void awaitAll() {
        long wanted = offset(from, OFFSET);
        long end = System.nanoTime() + PAUSE.toNanos() / 2;
        while (offset(to, REPLICA_OFFSET) < wanted) {
            if (System.nanoTime() > end) {
                throw new JedisDataException("the replica does not catch up");
            }
        }
    }

    private static long offset(Jedis redis, Pattern field) {
        var matcher = field.matcher(redis.info("replication"));
        if (!matcher.find()) {
            throw new JedisDataException("it is no replica");
        }
        return Long.parseLong(matcher.group(1));
    }

    private void client(String... arguments) {
        from.sendCommand(Protocol.Command.CLIENT, arguments);
    }
}
