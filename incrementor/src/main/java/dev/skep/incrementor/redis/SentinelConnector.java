package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.RedisMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the primary that the sentinels name, if it says itself that it is one. There is no subscription to their
 * failovers: who loses the connection, or whose write no replica has, asks anew.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/sentinel-clients/">Guidelines for clients of Sentinel</a>
 */
public final class SentinelConnector implements RedisLink.Connector {
    /** Shorter than a call may take: a primary that is frozen is named until another is elected. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(SentinelConnector.class);

    private final Sentinels sentinels;
    private final Login login;
    private final Metrics metrics;
    private Optional<HostPort> followed = Optional.empty();

    public SentinelConnector(RedisMode.Sentinel mode, Login login, Metrics metrics) {
        this.sentinels = new Sentinels(mode, login);
        this.login = login;
        this.metrics = metrics;
    }

    @Override
    public RedisLink connect() throws RedisFailure {
        var failures = new ArrayList<RedisFailure>();
        for (var node : sentinels.primaries()) {
            try {
                var link = open(node);
                follow(node);
                return link;
            } catch (RedisFailure failure) {
                failures.add(failure);
            }
        }
        throw failures.getFirst();
    }

    private RedisLink open(HostPort node) throws RedisFailure {
        var name = "Redis at " + node;
        var link = new ReplicatedLink(name, login.open(name, node, TIMEOUT));
        try {
            link.requirePrimary();
            return link;
        } catch (RedisFailure failure) {
            link.close();
            throw failure;
        }
    }

    private void follow(HostPort node) {
        var now = Optional.of(node);
        if (followed.isPresent() && !followed.equals(now)) {
            metrics.failover();
            LOG.atInfo()
                    .addKeyValue("from", followed.get())
                    .addKeyValue("to", node)
                    .log("another Redis is the primary");
        }
        followed = now;
    }
}
