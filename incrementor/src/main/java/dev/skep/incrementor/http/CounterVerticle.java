package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.Counters;
import dev.skep.incrementor.counter.Guests;
import dev.skep.incrementor.counter.Scope;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.RedisGroups;
import dev.skep.incrementor.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Serves the counter over HTTP on one event loop, with a writer of its own; several share the port. */
public final class CounterVerticle extends VerticleBase {
    private final Settings settings;
    private final Function<Executor, Counter> counter;
    private final Guests others;
    private final Traffic traffic;
    private final Metrics metrics;
    private final Limits limits;
    private Lane lane;
    private Patience patience;
    private HttpServer server;

    /**
     * A server, when it is deployed.
     *
     * @param counter makes a way to the counter, whose answers are told by what it is given
     * @param others the ways to the counters of other groups
     */
    public CounterVerticle(
            Settings settings, Function<Executor, Counter> counter, Guests others, Traffic traffic, Metrics metrics) {
        this(settings, counter, others, traffic, metrics, Limits.of(settings.requestTimeout()));
    }

    CounterVerticle(
            Settings settings,
            Function<Executor, Counter> counter,
            Guests others,
            Traffic traffic,
            Metrics metrics,
            Limits limits) {
        this.limits = limits;
        this.settings = settings;
        this.counter = counter;
        this.others = others;
        this.traffic = traffic;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        var loop = ((ContextInternal) context).nettyEventLoop();
        lane = new Lane(loop, counter, settings.requestTimeout(), settings.task(), metrics);
        patience = new Patience(loop, limits, metrics);
        var own = settings.redisNodes().getFirst().toString();
        var counters = new Counters(own, lane.counter(), scope(settings), others);
        var api = new HttpApi(context, counters, traffic, metrics, new Replies(traffic, metrics, settings.task()));
        server = vertx.createHttpServer(options())
                .connectionHandler(this::accept)
                .requestHandler(api::handle)
                .invalidRequestHandler(api::handleUnreadable);
        return server.listen(address());
    }

    private static Scope scope(Settings settings) {
        return switch (settings.redisGroups()) {
            case RedisGroups.Given(var groups) ->
                new Scope.Given(groups.stream().map(HostPort::toString).toList());
            case RedisGroups.Listed() -> new Scope.Listed();
        };
    }

    /** How long {@link #stop} may take, with some to spare. */
    public static Duration longestEnd(Settings settings) {
        return longestAnswer(settings)
                .plus(Limits.PARTING)
                .plus(Counter.LONGEST_CLOSE)
                .plusSeconds(1);
    }

    private static Duration longestAnswer(Settings settings) {
        return settings.requestTimeout().plusSeconds(1);
    }

    /** Finishes the requests that are under way. */
    @Override
    public Future<?> stop() {
        return server.shutdown(longestAnswer(settings))
                .eventually(() -> vertx.executeBlocking(() -> {
                    lane.counter().close();
                    return null;
                }));
    }

    /** Where it listens, once it has started. */
    public int port() {
        return server.actualPort();
    }

    static HttpServerOptions options() {
        // Idle connections are Patience's, without a timer for each. All is written on the event loop (HttpApi), so
        // that no
        // connection needs a queue of 4 KiB for what other threads write.
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(0)
                .setStrictThreadMode(true);
    }

    private SocketAddress address() {
        var http = settings.http();
        return http.port() == 0
                ? SocketAddress.sharedRandomPort(1, http.host())
                : SocketAddress.inetSocketAddress(http.port(), http.host());
    }

    private void accept(HttpConnection connection) {
        traffic.connectionOpened();
        connection.closeHandler(closed -> traffic.connectionClosed());
        var pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        pipeline.addFirst(new Express(lane, patience, traffic));
    }
}
