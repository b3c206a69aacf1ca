package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counters;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** Serves the counter over HTTP on one event loop; several share the port. */
public final class CounterVerticle extends VerticleBase {
    private static final Duration IDLE = Duration.ofSeconds(75);

    private final Settings settings;
    private final Counters counters;
    private final Traffic traffic;
    private final Metrics metrics;
    private HttpServer server;

    public CounterVerticle(Settings settings, Counters counters, Traffic traffic, Metrics metrics) {
        this.settings = settings;
        this.counters = counters;
        this.traffic = traffic;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        var api = new HttpApi(context, counters, traffic, metrics, new Replies(traffic, metrics, settings.task()));
        server = vertx.createHttpServer(options())
                .connectionHandler(this::watch)
                .requestHandler(api::handle)
                .invalidRequestHandler(api::handleUnreadable);
        return server.listen(address());
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
        var idle = Math.max(IDLE.toSeconds(), settings.requestTimeout().toSeconds() * 2);
        return new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout((int) idle);
    }

    private SocketAddress address() {
        var http = settings.http();
        return http.port() == 0
                ? SocketAddress.sharedRandomPort(1, http.host())
                : SocketAddress.inetSocketAddress(http.port(), http.host());
    }

    private void watch(HttpConnection connection) {
        traffic.connectionOpened();
        connection.closeHandler(closed -> traffic.connectionClosed());
    }
}
