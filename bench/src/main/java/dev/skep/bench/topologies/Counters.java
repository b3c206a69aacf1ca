package dev.skep.bench.topologies;

import java.time.Duration;

/**
 * What Linux has counted for something until now; two of them, one after the other, tell what it used between.
 *
 * @param cpu that it had
 * @param memory that is its own, in bytes, now
 * @param switches from one process to another, of its threads
 * @param received bytes, over its network
 */
record Counters(Duration cpu, long memory, long switches, long received, long sent) {
    static final Counters NONE = new Counters(Duration.ZERO, 0, 0, 0, 0);

    Counters plus(Counters other) {
        return new Counters(
                cpu.plus(other.cpu),
                memory + other.memory,
                switches + other.switches,
                received + other.received,
                sent + other.sent);
    }

    /** What was counted since then; memory is that of now. What ended took its figures with it. */
    Counters since(Counters before) {
        var used = cpu.minus(before.cpu);
        return new Counters(
                used.isNegative() ? Duration.ZERO : used,
                memory,
                Math.max(0, switches - before.switches),
                Math.max(0, received - before.received),
                Math.max(0, sent - before.sent));
    }
}
