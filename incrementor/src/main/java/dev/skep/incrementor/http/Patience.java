package dev.skep.incrementor.http;

import dev.skep.incrementor.metrics.Metrics;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that only cost: idle, half open, with a request that never ends or answers that nobody takes. One
 * look a second at all connections of an event loop instead of a timer for each.
 */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Limits limits;
    private final Metrics metrics;
    private final Set<Express> connections = new LinkedHashSet<>();
    private boolean looks;
    private long lastTold = System.nanoTime() - TELL_EVERY.toNanos() - 1;

    /** For the connections of one event loop. */
    Patience(EventLoop loop, Limits limits, Metrics metrics) {
        this.loop = loop;
        this.limits = limits;
        this.metrics = metrics;
    }

    Limits limits() {
        return limits;
    }

    void watch(Express connection) {
        metrics.connection();
        connections.add(connection);
        lookSoon();
    }

    void forget(Express connection) {
        connections.remove(connection);
    }

    /** What a connection was cut for, that its client has no part in. Where memory is short, many are. */
    void fault(Throwable why) {
        metrics.cut(Cut.FAULT);
        var now = System.nanoTime();
        if (now - lastTold > TELL_EVERY.toNanos()) {
            lastTold = now;
            LOG.atError().setCause(why).log("a connection was cut, for its answer could not be written");
        }
    }

    private void lookSoon() {
        if (!looks && !connections.isEmpty()) {
            looks = true;
            var unused = loop.schedule(this::look, 1, TimeUnit.SECONDS);
        }
    }

    private void look() {
        looks = false;
        var now = System.nanoTime();
        // Closing changes the set.
        for (var connection : List.copyOf(connections)) {
            connection.due(now).ifPresent(why -> {
                metrics.cut(why);
                connection.cut();
            });
        }
        lookSoon();
    }
}
