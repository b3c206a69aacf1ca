package dev.skep.incrementor.redis;

import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The primary that this app follows: its event loops follow one after the other, and that is one failover. */
public final class Followed {
    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

    private final AtomicReference<HostPort> primary = new AtomicReference<>();
    private final Metrics metrics;

    public Followed(Metrics metrics) {
        this.metrics = metrics;
    }

    void now(HostPort node) {
        var before = primary.getAndSet(node);
        if (before != null && !before.equals(node)) {
            metrics.failover();
            LOG.atInfo().addKeyValue("from", before).addKeyValue("to", node).log("another Redis is the primary");
        }
    }
}
