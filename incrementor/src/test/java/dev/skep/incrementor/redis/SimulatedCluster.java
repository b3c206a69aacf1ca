package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** From when a sentinel knows that it is needed until one begins it. */
    private static final Duration MISSED = Duration.ofMillis(800);

    /** From then on until another is promoted. */
    private static final Duration ELECTION = Duration.ofMillis(200);

    /** So long the replica that was not promoted follows, and confirms to, the old primary: longer than with Sentinel. */
    private static final Duration OTHERS_FOLLOW = Duration.ofMillis(1_800);

    private static final Duration FROZEN = Duration.ofMillis(2_500);
    private static final Duration AWAY = Duration.ofSeconds(4);
    private static final Duration BEHIND = Duration.ofMillis(1_200);

    private final Simulation simulation;
    private final Kind kind;
    private final SimulatedNetwork network;
    private final List<SimulatedRedis> members;
    private final Map<SimulatedRedis, Duration> lags = new HashMap<>();
    private SimulatedRedis primary;
    private SimulatedRedis before;
    private boolean replacing;
    private Consumer<Thread> killer = thread -> {};

    /** A cluster whose first member is the primary. */
    SimulatedCluster(Simulation simulation, Kind kind, Scripts scripts) {
        this.simulation = simulation;
        this.kind = kind;
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

    /** What the sentinels say who are asked at this moment: they name it, and replace it not. */
    boolean standBy(SimulatedRedis server) {
        return server == primary && !replacing;
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
                simulation.after(lags.getOrDefault(member, SimulatedConnection.HOP), member::catchUp);
            }
        }
    }

    void replicasFallBehind() {
        replicas().forEach(this::fallBehind);
    }

    void oneReplicaFallsBehind() {
        replicas().stream().findFirst().ifPresent(this::fallBehind);
    }

    private void fallBehind(SimulatedRedis replica) {
        lags.put(replica, BEHIND);
        simulation.after(BEHIND, () -> lags.remove(replica));
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
                simulation.after(MISSED, this::failOver);
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
            simulation.after(MISSED, this::failOver);
            simulation.after(AWAY, () -> server.follow(primary));
        }
    }

    /** The sentinels replace a primary that is well: somebody told them to, or they heard nothing of it for a while. */
    void replace(SimulatedRedis server) {
        if (kind == Kind.SENTINEL && mayFail(server)) {
            failOver();
            simulation.after(AWAY, () -> server.follow(primary));
        }
    }

    /** The assumption: one at a time. */
    private boolean mayFail(SimulatedRedis server) {
        return server == primary
                && !replacing
                && members.stream().allMatch(member -> member.alive() && !member.frozen())
                && replicas().stream()
                        .allMatch(member ->
                                member.primary().filter(primary::equals).isPresent());
    }

    private void failOver() {
        replacing = true;
        simulation.after(ELECTION, this::promote);
    }

    /** The one that has most; the other learns of it later. */
    private void promote() {
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
                simulation.after(OTHERS_FOLLOW, () -> other.follow(primary));
            }
        }
        simulation.after(OTHERS_FOLLOW, () -> replacing = false);
    }

    private List<SimulatedRedis> replicas() {
        var others = new ArrayList<>(members);
        others.remove(primary);
        return others;
    }
}
