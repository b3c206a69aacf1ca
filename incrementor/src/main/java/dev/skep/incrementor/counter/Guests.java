package dev.skep.incrementor.counter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The ways to the counters of other groups, each made when it is first asked for and kept: groups come while this task runs. */
public final class Guests {
    private final Map<String, Counter> known = new ConcurrentHashMap<>();
    private final Function<String, Counter> maker;

    /**
     * Knows nobody yet.
     *
     * @param maker of a way to a group, by its address
     */
    public Guests(Function<String, Counter> maker) {
        this.maker = maker;
    }

    Counter of(String group) {
        return known.computeIfAbsent(group, maker);
    }
}
