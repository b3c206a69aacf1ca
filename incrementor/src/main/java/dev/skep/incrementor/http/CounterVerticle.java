package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** Serves the counter over HTTP on one event loop; several share the port. */
public final class CounterVerticle extends VerticleBase {
    private static final Duration IDLE = Duration.ofSeconds(75);

    /** To Vert.x, 0 is another free port for each verticle. */
    private static final int SAME_FREE_PORT_FOR_ALL = -1;

    private final Settings settings;
    private final Counter counter;
    private final Traffic traffic;
    private final Metrics metrics;
    private HttpServer server;

    public CounterVerticle(Settings settings, Counter counter, Traffic traffic, Metrics metrics) {
        this.settings = settings;
        this.counter = counter;
        this.traffic = traffic;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        var api = new HttpApi(context, counter, traffic, metrics, new Replies(traffic, metrics, settings.task()));
        server = vertx.createHttpServer(options())
                .connectionHandler(this::watch)
                .requestHandler(api::handle)
                .invalidRequestHandler(api::handleUnreadable);
        return server.listen();
    }

    /** Finishes the requests that are under way. */
    @Override
    public Future<?> stop() {
        return server.shutdown(settings.requestTimeout().plusSeconds(1));
    }

    /** Where it listens, once it has started. */
    public int port() {
        return server.actualPort();
    }

    private HttpServerOptions options() {
        var port = settings.http().port();
        var idle = Math.max(IDLE.toSeconds(), settings.requestTimeout().toSeconds() * 2);
        return new HttpServerOptions()
                .setHost(settings.http().host())
                .setPort(port == 0 ? SAME_FREE_PORT_FOR_ALL : port)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) idle);
    }

    private void watch(HttpConnection connection) {
        traffic.connectionOpened();
        connection.closeHandler(closed -> traffic.connectionClosed());
    }
}
