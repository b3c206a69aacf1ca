package dev.skep.incrementor;

import dev.skep.incrementor.http.Traffic;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on SIGTERM: not ready any more, serve what still comes, finish, exit 0.
 *
 * <p>Swarm takes the task's name out of its DNS about two seconds before the signal, so new connections are few and soon
 * none.
 */
final class Shutdown implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Vertx vertx;
    private final Traffic traffic;
    private final Duration drain;
    private final Duration grace;

    /**
     * A shutdown.
     *
     * @param drain how long to serve what still comes
     * @param grace how long to wait afterwards for what is under way
     */
    Shutdown(Vertx vertx, Traffic traffic, Duration drain, Duration grace) {
        this.vertx = vertx;
        this.traffic = traffic;
        this.drain = drain;
        this.grace = grace;
    }

    @Override
    public void run() {
        LOG.atInfo().addKeyValue("drain", drain).log("stopping");
        traffic.drain();
        try {
            traffic.awaitQuiet(drain);
            for (var id : vertx.deploymentIDs()) {
                vertx.undeploy(id)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(grace.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("grace", grace).log("requests under way were cut off");
        } catch (Exception e) {
            LOG.atError().setCause(e).log("did not stop as it should");
        }
        LOG.atInfo().log("stopped");
        // The exit status after a signal would be 143; this end is a good one.
        Runtime.getRuntime().halt(0);
    }
}
