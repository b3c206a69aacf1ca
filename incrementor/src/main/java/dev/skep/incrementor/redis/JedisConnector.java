package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.settings.HostPort;
import java.time.Duration;
import java.util.List;

/** Connects to the nodes of one counter in turn, the next one after each failure, by a name that is looked up afresh. */
public final class JedisConnector implements RedisLink.Connector {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final List<HostPort> nodes;
    private final Login login;
    private int attempts;

    public JedisConnector(List<HostPort> nodes, Login login) {
        this.nodes = List.copyOf(nodes);
        this.login = login;
    }

    @Override
    public RedisLink connect() throws RedisFailure {
        var node = nodes.get(Math.floorMod(attempts++, nodes.size()));
        var name = "Redis at " + node;
        return new JedisLink(name, login.open(name, node, TIMEOUT));
    }
}
