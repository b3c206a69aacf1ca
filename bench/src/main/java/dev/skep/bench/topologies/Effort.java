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
    /** The number of connections at which is captured, looked at over time, and compared. */
    int reference() {
        return connections.get(connections.size() / 2);
    }

    static Effort full() {
        return new Effort(
                "full",
                Setup.all(),
                List.of(1, 8, 64, 256),
                3,
                1,
                Duration.ofSeconds(4),
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(22));
    }

    /** For CI: that it all works, on a few set-ups. */
    static Effort quick() {
        var few = List.of("ancestor-1x1", "1x1", "10x1", "pinned-1", "pinned-2");
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

    /** Those that only show how instances scale are compared at one number. */
    List<Integer> connections(Setup setup) {
        return isPinned(setup) ? List.of(reference()) : connections;
    }

    private static boolean isPinned(Setup setup) {
        return setup.family().equals(Setup.PINNED);
    }

    /** Whether what it takes of the machine and of the network is looked at, too. */
    boolean looksCloselyAt(Setup setup) {
        return !isPinned(setup);
    }

    /** What a set-up is looked at for beyond its loads, once; tshark reads as long as tcpdump wrote. */
    Duration closeLook() {
        return idle.multipliedBy(2).plus(load).plus(capture.multipliedBy(2));
    }

    Duration expected() {
        return setups.stream().map(this::expected).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration expected(Setup setup) {
        var loads = load.multipliedBy((long) connections(setup).size() * repeats);
        var all = settle.plus(warmUp).plus(loads).multipliedBy(visits);
        return looksCloselyAt(setup) ? all.plus(closeLook()) : all;
    }
}
