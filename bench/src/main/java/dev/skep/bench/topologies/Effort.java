package dev.skep.bench.topologies;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param setups in the order of the first visit
 * @param visits of each; between two of them all others have their turn
 * @param repeats of each number of connections in one visit, in turns
 * @param settle how long is waited for a set-up to run and another to be gone, by experience
 */
record Effort(
        String name,
        List<Setup> setups,
        List<Integer> connections,
        int visits,
        int repeats,
        Duration warmUp,
        Duration load,
        Duration idle,
        Duration capture,
        Duration settle) {
    private static final Duration LOAD_OF_LITTLE = Duration.ofSeconds(5);

    /** The number of connections at which is captured, looked at over time, and compared. */
    int reference() {
        return connections.get(connections.size() / 2);
    }

    static Effort full() {
        return new Effort(
                "full",
                Setup.full(),
                List.of(1, 8, 64, 256),
                3,
                1,
                Duration.ofSeconds(4),
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(28));
    }

    /** For CI: that it all works, on a few set-ups. */
    static Effort quick() {
        var few = List.of("ancestor-1x1", "1x1", "10x1", "pinned-1", "thin-1", "nodes-1", "nodes-2");
        return new Effort(
                "quick",
                Setup.all().stream().filter(s -> few.contains(s.name())).toList(),
                List.of(4, 32),
                1,
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    /** The same, of other set-ups, with other captures; none when they last no time. */
    Effort only(List<Setup> chosen, Duration captures) {
        return new Effort(name, chosen, connections, visits, repeats, warmUp, load, idle, captures, settle);
    }

    /** Those that only show how instances scale are compared at one number, or at one for each instance. */
    List<Integer> connections(Setup setup) {
        return switch (setup.limit()) {
            case Setup.Limit.None _ -> connections;
            case Setup.Limit.OfInstance _ -> List.of(reference());
            case Setup.Limit.OfWarmInstance _, Setup.Limit.OfNode _ -> List.of(reference() * setup.replicas());
        };
    }

    /** Who is held to little afterwards has no time left to become warm. */
    Duration warmUp(Setup setup) {
        return setup.limit() instanceof Setup.Limit.OfWarmInstance ? warmUp.multipliedBy(2) : warmUp;
    }

    /** Who is held to little may answer nothing within a second, on a machine that has other work as well. */
    Duration load(Setup setup) {
        return setup.limit() instanceof Setup.Limit.OfWarmInstance && load.compareTo(LOAD_OF_LITTLE) < 0
                ? LOAD_OF_LITTLE
                : load;
    }

    /** Whether what it takes of the machine and of the network is looked at, too: once, in the end. */
    boolean looksCloselyAt(Setup setup, int visit) {
        return visit == visits && !setup.isScale();
    }

    /** What a set-up is looked at for beyond its loads, once; tshark reads as long as tcpdump wrote. */
    Duration closeLook() {
        return idle.multipliedBy(2).plus(load).plus(capture.multipliedBy(2));
    }

    /** Of what is left to measure. */
    Duration expected(Earlier earlier) {
        var sum = Duration.ZERO;
        for (var setup : setups) {
            for (int visit = 1; visit <= visits; visit++) {
                if (!earlier.has(this, setup, visit)) {
                    sum = sum.plus(expected(setup, visit));
                }
            }
        }
        return sum;
    }

    private Duration expected(Setup setup, int visit) {
        var loads = load(setup).multipliedBy((long) connections(setup).size() * repeats);
        var all = settle(setup).plus(warmUp(setup)).plus(loads);
        return looksCloselyAt(setup, visit) ? all.plus(closeLook()) : all;
    }

    /** One that is only scaled has its Redis already. */
    Duration settle(Setup setup) {
        return setup.isScale() ? settle.dividedBy(3) : settle;
    }
}
