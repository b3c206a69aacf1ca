package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Choices;
import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.counter.Simulation;
import dev.skep.incrementor.redis.Account.Asked;
import dev.skep.incrementor.redis.ReplicatedLink.Witnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Real apps from the counter down to Jedis, clients that ask them, and a simulated Redis behind a simulated network. */
final class SimulatedWorld {
    /**
     * What is run.
     *
     * @param apps how many count in the same counter at a time
     * @param requestTimeout how long a request waits
     * @param script what is changed in the app's script, for tests of the test
     * @param link what is changed in the app's connection, likewise
     */
    record Design(
            SimulatedCluster.Kind kind,
            int apps,
            Duration requestTimeout,
            UnaryOperator<String> script,
            LinkMaker link) {

        /** The app as it is. */
        static Design ofTheApp(SimulatedCluster.Kind kind, int apps, Duration requestTimeout) {
            LinkMaker link =
                    switch (kind) {
                        case SINGLE -> SimulatedWorld::single;
                        case SENTINEL -> SimulatedWorld::replicated;
                    };
            return new Design(kind, apps, requestTimeout, UnaryOperator.identity(), link);
        }

        Design withScript(UnaryOperator<String> other) {
            return new Design(kind, apps, requestTimeout, other, link);
        }

        Design withLink(LinkMaker other) {
            return new Design(kind, apps, requestTimeout, script, other);
        }
    }

    /** Makes a link of a connection, or fails as a connector does. */
    interface LinkMaker {
        RedisLink over(Jedis jedis, Witnesses sentinels) throws RedisFailure;
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** As {@link Login} has it. */
    private static final JedisClientConfig CONFIG = DefaultJedisClientConfig.builder()
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build();

    /** All Redis are back, and nothing is under way. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(5);

    private static final Duration NEXT_APP_AFTER = Duration.ofMillis(300);

    private final Design design;
    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final List<Counter> apps = new ArrayList<>();
    private final Map<Thread, Integer> appOfThread = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private int open;

    SimulatedWorld(Design design, Choices choices) {
        this.design = design;
        this.simulation = new Simulation(choices);
        this.cluster = new SimulatedCluster(simulation, design.kind(), new Scripts(design.script()));
        cluster.whenAnAppDies(thread -> appDies(appOfThread.get(thread)));
        for (var app = 0; app < design.apps(); app++) {
            apps.add(null);
            startApp(app);
        }
    }

    Simulation simulation() {
        return simulation;
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    /** So many clients of this app ask at this moment, counted from now. */
    void askAfter(Duration time, int app, Operation operation, int times) {
        simulation.after(time, () -> {
            for (var n = 0; n < times; n++) {
                ask(app, operation);
            }
        });
    }

    /** Somebody backs up, restores that, and restores it again, who does not know that it was done. */
    void backUpAndRestore(Duration backup, Duration restore, Duration again) {
        var operator = new SimulatedOperator(cluster);
        simulation.after(backup, operator::backUp);
        simulation.after(restore, operator::restore);
        simulation.after(again, operator::restore);
    }

    /** Nobody is to count in between. */
    void closeAndOpen(Duration close, Duration open) {
        var operator = new SimulatedOperator(cluster);
        simulation.after(close, operator::close);
        simulation.after(open, operator::open);
    }

    private void ask(int app, Operation operation) {
        var from = simulation.nanoTime();
        open++;
        var answer = apps.get(app).ask(operation).whenComplete((outcome, fault) -> {
            open--;
            asked.add(new Asked(operation, from, simulation.nanoTime(), outcome));
        });
        if (answer.isCompletedExceptionally()) {
            throw new AssertionError("an answer is never an exception");
        }
    }

    /** Runs so long, and then undisturbed until everybody is answered and all Redis are well; what does not balance. */
    List<String> problemsAfter(Duration time) {
        try {
            simulation.run(time);
            simulation.choices().calmDown();
            simulation.run(design.requestTimeout().plus(SETTLED_AFTER));
            if (open > 0) {
                return List.of(open + " requests were never answered");
            }
            return Account.problems(asked, cluster.primary().stream());
        } finally {
            simulation.kill(simulation.threads());
        }
    }

    List<Asked> asked() {
        return asked;
    }

    private void startApp(int app) {
        var before = simulation.threads();
        apps.set(app, simulation.counter(this::connect, design.requestTimeout()));
        simulation.threads().stream()
                .filter(thread -> !before.contains(thread))
                .forEach(thread -> appOfThread.put(thread, app));
    }

    /** Whom it owes answers they learn nothing; another takes its place. */
    private void appDies(int app) {
        var threads = simulation.threads().stream()
                .filter(thread -> appOfThread.get(thread) == app)
                .toList();
        simulation.kill(threads);
        simulation.after(NEXT_APP_AFTER, () -> startApp(app));
    }

    private RedisLink connect() throws RedisFailure {
        return connect(simulation, cluster, design.link());
    }

    /** As the app's connectors do, but for how they learn whom to ask. */
    static RedisLink connect(Simulation simulation, SimulatedCluster cluster, LinkMaker link) throws RedisFailure {
        simulation.sleep(SimulatedConnection.HOP);
        var server = cluster.named();
        JedisSocketFactory sockets = () -> {
            if (!server.alive()) {
                throw new JedisConnectionException("Connection refused");
            }
            var connection = new SimulatedConnection(simulation, cluster, server, Thread.currentThread());
            return new SimulatedSocket(connection, TIMEOUT);
        };
        return open(sockets, link, () -> standBy(simulation, cluster, server));
    }

    private static boolean standBy(Simulation simulation, SimulatedCluster cluster, SimulatedRedis server) {
        simulation.sleep(SimulatedConnection.HOP);
        var answer = cluster.standBy(server);
        simulation.sleep(SimulatedConnection.HOP);
        return answer;
    }

    private static RedisLink open(JedisSocketFactory sockets, LinkMaker link, Witnesses sentinels) throws RedisFailure {
        try {
            // Jedis connects here, and closes what fails.
            return link.over(new Jedis(sockets, CONFIG), sentinels);
        } catch (JedisException e) {
            throw Failures.notReady("Redis", e);
        }
    }

    static RedisLink single(Jedis jedis, Witnesses nobody) throws RedisFailure {
        if (Role.of(jedis) instanceof Role.ReplicaOf) {
            throw new RedisFailure(RedisFailure.Kind.UNWRITABLE, "a replica", null);
        }
        return new JedisLink("Redis", jedis);
    }

    static RedisLink replicated(Jedis jedis, Witnesses sentinels) throws RedisFailure {
        return replicated(jedis, 2, sentinels);
    }

    /** Where the app knows of so many replicas. */
    static RedisLink replicated(Jedis jedis, int replicas, Witnesses sentinels) throws RedisFailure {
        var link = new ReplicatedLink("Redis", jedis, replicas, sentinels);
        link.requirePrimary();
        return link;
    }
}
