package dev.skep.incrementor;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.Guests;
import dev.skep.incrementor.counter.Health;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.http.CounterVerticle;
import dev.skep.incrementor.http.Traffic;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.redis.Followed;
import dev.skep.incrementor.redis.JedisConnector;
import dev.skep.incrementor.redis.Login;
import dev.skep.incrementor.redis.SentinelConnector;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.InvalidSettings;
import dev.skep.incrementor.settings.RedisMode;
import dev.skep.incrementor.settings.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry point of the counter, and its map: settings, counter, HTTP, and how they end. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 64;
    private static final int SOFTWARE = 70;
    private static final int WAITING_AT_MOST = 10_000;
    /**
     * One for two processors that the container may use: the kernel, the writer and Redis take as much of them again, and more
     * event loops make smaller batches and take turns (docs/performance.md).
     */
    public static final int EVENT_LOOPS = Math.ceilDiv(Runtime.getRuntime().availableProcessors(), 2);

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        if (args.length > 0) {
            exit(USAGE, List.of("No arguments are taken; the environment says all (docs/app.md)."));
        }
        try {
            start(Settings.from(System.getenv()));
        } catch (InvalidSettings e) {
            exit(USAGE, e.problems());
        }
    }

    private static void start(Settings settings) {
        // The address behind a name changes when Redis moves, and a cached one is a black hole.
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        // There are none, and looking for them costs each request.
        System.setProperty("vertx.disableWebsockets", "true");
        Thread.setDefaultUncaughtExceptionHandler(Main::die);

        var metrics = new Metrics();
        var traffic = new Traffic();
        metrics.gauge("skep_connections", "Connections that are open.", traffic::connections);
        var counter = counter(settings, metrics);
        var others = guests(settings, metrics);
        var vertx = Vertx.vertx(vertxOptions());
        var port = listen(vertx, settings, () -> new CounterVerticle(settings, counter, others, traffic, metrics));

        var shutdown = new Shutdown(vertx, traffic, settings.drain(), CounterVerticle.longestEnd(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "shutdown"));
        LOG.atInfo()
                .addKeyValue("http", new HostPort(settings.http().host(), port))
                .addKeyValue("mode", settings.redisMode())
                .addKeyValue("redis", settings.redisNodes())
                .addKeyValue("requestTimeout", settings.requestTimeout())
                .log("listening");
    }

    /** Each event loop has a way of its own to the counter, and its part of the places. */
    private static Function<Executor, Counter> counter(Settings settings, Metrics metrics) {
        var login = new Login(settings.redisUser(), settings.redisPasswordFile());
        var followed = new Followed(metrics);
        Supplier<RedisLink.Connector> connector =
                switch (settings.redisMode()) {
                    case RedisMode.Single(), RedisMode.PerReplica() ->
                        () -> new JedisConnector(settings.redisNodes(), login);
                    case RedisMode.Sentinel mode -> () -> new SentinelConnector(mode, login, followed);
                };
        var health = new Health();
        metrics.gauge(
                "skep_redis_ready",
                "1 when Redis answered last time.",
                () -> health.overall() instanceof LinkState.Ready ? 1 : 0);
        var places = WAITING_AT_MOST / EVENT_LOOPS;
        return home -> new Counter(connector.get(), health, home, settings.requestTimeout(), places, metrics);
    }

    private static Guests guests(Settings settings, Metrics metrics) {
        var login = new Login(settings.redisUser(), settings.redisPasswordFile());
        return new Guests(group -> Counter.ofOtherGroup(
                new JedisConnector(List.of(HostPort.of(group)), login),
                settings.requestTimeout(),
                WAITING_AT_MOST,
                metrics));
    }

    /** One verticle for each event loop; the port that they share. */
    private static int listen(Vertx vertx, Settings settings, Supplier<CounterVerticle> verticle) {
        var verticles = new ConcurrentLinkedQueue<CounterVerticle>();
        Supplier<CounterVerticle> remembered = () -> {
            var one = verticle.get();
            verticles.add(one);
            return one;
        };
        var options = new DeploymentOptions().setInstances(EVENT_LOOPS);
        try {
            vertx.deployVerticle(remembered, options)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            exit(
                    FAILED,
                    List.of("cannot listen on " + settings.http() + " (HTTP_HOST, HTTP_PORT): "
                            + e.getCause().getMessage()));
        }
        return verticles.element().port();
    }

    /** How Vert.x is to be; what is compared with the app has the same. */
    public static VertxOptions vertxOptions() {
        // Nothing is served from files, so no cache folder is made.
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return new VertxOptions()
                .setFileSystemOptions(files)
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(EVENT_LOOPS);
    }

    /** A thread that ends by a fault in this program would leave half an app behind. */
    private static void die(Thread thread, Throwable fault) {
        LOG.atError().addKeyValue("thread", thread.getName()).setCause(fault).log("a fault in this program");
        Runtime.getRuntime().halt(SOFTWARE);
    }

    private static void exit(int status, List<String> why) {
        why.forEach(System.err::println);
        System.exit(status);
    }
}
