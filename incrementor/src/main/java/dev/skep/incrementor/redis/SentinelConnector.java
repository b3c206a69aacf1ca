package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.RedisMode;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Connects to the primary that the sentinels name, if it says itself that it is one. There is no subscription to their
 * failovers: who loses the connection, or whose write no replica has, asks anew, and so does who waits for one that is dead
 * and still named.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/sentinel-clients/">Guidelines for clients of Sentinel</a>
 */
public final class SentinelConnector implements RedisLink.Connector {
    /** Shorter than a call may take: a primary that is frozen is named until another is elected. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final RedisMode.Sentinel mode;
    private final Sentinels sentinels;
    private final Login login;
    private final Followed followed;
    private final Duration timeout;

    /**
     * A connector.
     *
     * @param followed shared by those of one app
     */
    public SentinelConnector(RedisMode.Sentinel mode, Login login, Followed followed) {
        this(mode, login, followed, TIMEOUT);
    }

    /**
     * One that waits otherwise.
     *
     * @param timeout for a connection, and for each answer while it is made
     */
    SentinelConnector(RedisMode.Sentinel mode, Login login, Followed followed, Duration timeout) {
        this.mode = mode;
        this.sentinels = new Sentinels(mode, login);
        this.login = login;
        this.followed = followed;
        this.timeout = timeout;
    }

    @Override
    public RedisLink connect() throws RedisFailure {
        var failures = new ArrayList<RedisFailure>();
        for (var node : sentinels.primaries()) {
            try {
                return follow(node);
            } catch (RedisFailure failure) {
                failures.add(failure);
            }
        }
        throw failures.getFirst();
    }

    /** To that one, or to another whom most sentinels name by now. */
    private RedisLink follow(HostPort named) throws RedisFailure {
        var node = named;
        while (true) {
            switch (Opening.of(node, this::open).await(sentinels)) {
                case Opening.End.Made(var link) -> {
                    followed.now(node);
                    return link;
                }
                case Opening.End.Failed(var why) -> throw why;
                case Opening.End.Supplanted(var other) -> node = other;
            }
        }
    }

    private RedisLink open(HostPort node) throws RedisFailure {
        var name = "Redis at " + node;
        var link = new ReplicatedLink(
                name, login.open(name, node, timeout), mode.replicas(), () -> sentinels.standBy(node));
        try {
            link.requirePrimary();
            return link;
        } catch (RedisFailure failure) {
            link.close();
            throw failure;
        }
    }
}
