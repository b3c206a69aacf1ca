package dev.skep.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to leave something alone: twice as long each time up to a limit, with jitter. */
record BackOff(Duration first, Duration last) {
    /** Somebody was faster: what is there now is looked at soon, and a convoy still spreads. */
    static final BackOff TOO_LATE = new BackOff(Duration.ofMillis(20), Duration.ofSeconds(5));

    /** No answer: nobody waits for long once the swarm answers again. */
    static final BackOff UNREACHABLE = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(3));

    /** A refusal: the same will most likely be refused again. */
    static final BackOff FAILED = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(30));

    /** After so many times in a row, from 1. */
    Duration after(int times, RandomGenerator random) {
        long doubled = first.toNanos() << Math.min(times - 1, 20);
        long base = Math.min(doubled, last.toNanos());
        return Duration.ofNanos(base / 2 + random.nextLong(base / 2 + 1));
    }
}
