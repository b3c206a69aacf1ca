package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Simulation;
import dev.skep.incrementor.redis.SimulatedConnection.Answers;
import java.time.Duration;

/** The way to Redis, on which each message may meet each misfortune. */
final class SimulatedNetwork {
    /** Longer than the app waits for an answer: it gives the connection up. */
    static final Duration BEYOND_PATIENCE = Duration.ofMillis(1_500);

    /** Longer than it takes the app to send again, and often longer than a request waits. */
    private static final Duration STUCK = Duration.ofSeconds(3);

    /** What may become of a message to Redis, and of those who speak to each other. */
    enum Fate {
        ARRIVES,
        LOST_WITH_THE_CONNECTION,
        CUT_INSIDE,
        ARRIVES_AND_THE_ANSWER_IS_LOST,
        ARRIVES_AND_THE_ANSWER_IS_CUT_INSIDE,
        ARRIVES_LATE,
        ARRIVES_AND_THE_ANSWER_IS_LATE,
        /** When the app has long sent another copy, over another connection. */
        ARRIVES_MUCH_LATER,
        NEVER_ARRIVES,
        PRIMARY_DIES_BEFORE,
        /** With or without the replicas having it: their copies take as long as the answer. */
        PRIMARY_DIES_AFTER,
        PRIMARY_FREEZES_BEFORE,
        PRIMARY_FREEZES_AFTER,
        REPLICAS_FALL_BEHIND,
        ONE_REPLICA_FALLS_BEHIND,
        PRIMARY_IS_REPLACED,
        APP_DIES
    }

    private final Simulation simulation;
    private final SimulatedCluster cluster;

    SimulatedNetwork(Simulation simulation, SimulatedCluster cluster) {
        this.simulation = simulation;
        this.cluster = cluster;
    }

    void carry(SimulatedConnection connection, String bytes) {
        var fate = Fate.values()[simulation.choices().choose(Fate.values().length)];
        switch (fate) {
            case ARRIVES -> arrive(connection, bytes, SimulatedConnection.HOP);
            case LOST_WITH_THE_CONNECTION -> connection.reset();
            case CUT_INSIDE -> {
                var part = simulation.choices().chance().nextInt(bytes.length());
                arrive(connection, bytes.substring(0, part), SimulatedConnection.HOP);
                connection.reset();
            }
            case ARRIVES_AND_THE_ANSWER_IS_LOST -> arrive(connection, bytes, Answers.LOST);
            case ARRIVES_AND_THE_ANSWER_IS_CUT_INSIDE -> arrive(connection, bytes, Answers.CUT);
            case ARRIVES_LATE -> arrive(connection, bytes, BEYOND_PATIENCE);
            case ARRIVES_AND_THE_ANSWER_IS_LATE -> arrive(connection, bytes, Answers.SLOW);
            case ARRIVES_MUCH_LATER -> arrive(connection, bytes, STUCK);
            case NEVER_ARRIVES -> connection.answers(Answers.LOST);
            case PRIMARY_DIES_BEFORE -> cluster.die(connection.server());
            case PRIMARY_DIES_AFTER -> {
                arrive(connection, bytes, SimulatedConnection.HOP);
                simulation.after(SimulatedConnection.HOP, () -> cluster.die(connection.server()));
            }
            case PRIMARY_FREEZES_BEFORE -> {
                cluster.freeze(connection.server());
                arrive(connection, bytes, SimulatedConnection.HOP);
            }
            case PRIMARY_FREEZES_AFTER -> {
                arrive(connection, bytes, SimulatedConnection.HOP);
                simulation.after(SimulatedConnection.HOP, () -> cluster.freeze(connection.server()));
            }
            case REPLICAS_FALL_BEHIND -> {
                cluster.replicasFallBehind();
                arrive(connection, bytes, SimulatedConnection.HOP);
            }
            case ONE_REPLICA_FALLS_BEHIND -> {
                cluster.oneReplicaFallsBehind();
                arrive(connection, bytes, SimulatedConnection.HOP);
            }
            case PRIMARY_IS_REPLACED -> {
                cluster.replace(connection.server());
                arrive(connection, bytes, SimulatedConnection.HOP);
            }
            case APP_DIES -> {
                arrive(connection, bytes, SimulatedConnection.HOP);
                cluster.appDies(connection);
            }
        }
    }

    private void arrive(SimulatedConnection connection, String bytes, Answers answers) {
        connection.answers(answers);
        arrive(connection, bytes, SimulatedConnection.HOP);
    }

    private void arrive(SimulatedConnection connection, String bytes, Duration after) {
        simulation.after(after, () -> connection.arrive(bytes));
    }
}
