package dev.skep.bench.run;

import java.time.Duration;
import java.util.OptionalLong;

/** Reads what Linux writes of a process, wherever the text comes from: man 5 proc. */
public final class ProcText {
    /** Of the clock in which Linux counts the processor's time, on every architecture: man 7 time. */
    public static final Duration TICK = Duration.ofMillis(10);

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcText() {}

    /** The time that the process had a core for itself, from its {@code stat}. */
    public static Duration cpu(String stat) {
        // The name of the program, in parentheses, may hold anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return TICK.multipliedBy(Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
    }

    /** The number behind this name, such as {@code VmRSS:}, in its {@code status}; of memory, in KiB. Empty: it has ended. */
    public static OptionalLong figure(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
