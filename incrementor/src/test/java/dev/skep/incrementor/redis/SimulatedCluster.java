package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One simulated Redis, or a primary with two replicas and what sentinels do for them; and who speaks to it. */
final class SimulatedCluster {
    /** How many copies there are, and how they are led. */
    enum Kind {
        SINGLE(1),
        SENTINEL(3);

        private final int members;

        Kind(int members) {
            this.members = members;
        }
    }

    private static final Duration RESTART = Duration.ofMillis(500);
    private static final Duration FAILOVER = Duration.ofSeconds(1);
    private static final Duration FROZEN = Duration.ofMillis(2_500);
    private static final Duration AWAY = Duration.ofSeconds(4);
    private static final Duration BEHIND = Duration.ofMillis(1_200);

    private final Simulation simulation;
    private final Kind kind;
    private final Duration othersFollowAfter;
    private final SimulatedNetwork network;
    private final List<SimulatedRedis> members;
    private Duration lag = SimulatedConnection.HOP;
    private SimulatedRedis primary;
    private SimulatedRedis before;
    private Consumer<Thread> killer = thread -> {};

    /**
     * A cluster whose first member is the primary.
     *
     * @param othersFollowAfter how long after an election the replica that was not elected still follows the old primary: by
     *     the assumptions of docs/exactly-once.md not at all
     */
    SimulatedCluster(Simulation simulation, Kind kind, Scripts scripts, Duration othersFollowAfter) {
        this.simulation = simulation;
        this.kind = kind;
        this.othersFollowAfter = othersFollowAfter;
        this.network = new SimulatedNetwork(simulation, this);
        this.members = Stream.generate(() -> new SimulatedRedis(simulation, scripts))
                .limit(kind.members)
                .toList();
        this.primary = members.getFirst();
        this.before = primary;
        replicas().forEach(replica -> replica.follow(primary));
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedRedis primary() {
        return primary;
    }

    /** Whom the app is told to go to: not always is it told the latest. */
    SimulatedRedis named() {
        return simulation.choices().choose(2) == 0 ? primary : before;
    }

    void whenAnAppDies(Consumer<Thread> how) {
        killer = how;
    }

    /** How many replicas have the stream of this one up to here. */
    int copies(SimulatedRedis server, int offset) {
        return (int) members.stream()
                .filter(member -> member.primary().filter(server::equals).isPresent())
                .filter(member -> member.stream().size() >= offset)
                .count();
    }

    /** What was written there gets to its replicas. */
    void replicate(SimulatedRedis server) {
        for (var member : members) {
            if (member.primary().filter(server::equals).isPresent()) {
                simulation.after(lag, member::catchUp);
            }
        }
    }

    void fallBehind() {
        lag = BEHIND;
        simulation.after(BEHIND, () -> lag = SimulatedConnection.HOP);
    }

    void appDies(SimulatedConnection connection) {
        var thread = Thread.currentThread();
        simulation.after(Duration.ZERO, () -> killer.accept(thread));
        connection.reset();
    }

    /** It answers nobody any more, though it still does what arrives in this moment; and is away for so long. */
    void outage(Duration time) {
        primary.answerNobody();
        simulation.after(SimulatedConnection.HOP.multipliedBy(2), primary::die);
        simulation.after(time, primary::restart);
    }

    void die(SimulatedRedis server) {
        if (!mayFail(server)) {
            server.cutAll();
            return;
        }
        server.die();
        switch (kind) {
            case SINGLE -> simulation.after(RESTART, server::restart);
            case SENTINEL -> {
                simulation.after(FAILOVER, this::failOver);
                simulation.after(AWAY, () -> {
                    server.restart();
                    server.follow(primary);
                });
            }
        }
    }

    void freeze(SimulatedRedis server) {
        if (!mayFail(server)) {
            server.cutAll();
            return;
        }
        server.freeze();
        simulation.after(FROZEN, server::thaw);
        if (kind == Kind.SENTINEL) {
            simulation.after(FAILOVER, this::failOver);
            simulation.after(AWAY, () -> server.follow(primary));
        }
    }

    /** The assumption: one at a time. */
    private boolean mayFail(SimulatedRedis server) {
        return server == primary
                && members.stream().allMatch(member -> member.alive() && !member.frozen())
                && replicas().stream()
                        .allMatch(member ->
                                member.primary().filter(primary::equals).isPresent());
    }

    /** The one that has most. */
    private void failOver() {
        var old = primary;
        var elected = replicas().getFirst();
        for (var replica : replicas()) {
            elected = replica.stream().size() > elected.stream().size() ? replica : elected;
        }
        before = old;
        primary = elected;
        primary.becomePrimary();
        for (var other : replicas()) {
            if (other != old) {
                simulation.after(othersFollowAfter, () -> other.follow(primary));
            }
        }
    }

    private List<SimulatedRedis> replicas() {
        var others = new ArrayList<>(members);
        others.remove(primary);
        return others;
    }
}
