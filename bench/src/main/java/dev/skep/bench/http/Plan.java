package dev.skep.bench.http;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param connections of wrk, one load each
 * @param rounds of each server
 * @param load how long each load lasts
 * @param warmUp of each server, each time it has started
 * @param instances of the app that are compared with one
 */
record Plan(List<Integer> connections, int rounds, Duration load, Duration warmUp, int instances) {
    /** Starting a server and its Redis, and ending them. */
    private static final Duration AROUND = Duration.ofSeconds(2);

    static final Plan FULL = new Plan(List.of(1, 16, 64, 256), 3, Duration.ofSeconds(4), Duration.ofSeconds(3), 10);
    static final Plan QUICK = new Plan(List.of(1, 64), 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 10);

    /** One server, once. */
    Duration oneServer() {
        return AROUND.plus(warmUp).plus(load.plusSeconds(1).multipliedBy(connections.size()));
    }

    /** So many instances, once. */
    Duration oneGrowth(int of) {
        return AROUND.plus(warmUp(of)).plus(load).plus(AROUND.multipliedBy(of).dividedBy(4));
    }

    /** Each instance is to be warm, and so many share the processors. */
    Duration warmUp(int of) {
        return warmUp.multipliedBy(of);
    }

    Duration all(int contenders) {
        return oneServer().multipliedBy((long) rounds * contenders);
    }

    /** The app at its start, and its growth. */
    Duration allOfTheApp() {
        return Start.LONGEST.plus(oneGrowth(1).plus(oneGrowth(instances)).multipliedBy(rounds));
    }

    Plan with(List<Integer> otherConnections, int otherRounds) {
        return new Plan(otherConnections, otherRounds, load, warmUp, instances);
    }
}
