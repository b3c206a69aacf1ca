package dev.skep.bench.http;

import java.util.Map;
import java.util.Optional;

/**
 * What was measured, as medians of the rounds.
 *
 * @param figures by server, and by connections
 * @param start of the app, if it was measured
 * @param growth of the app, if it was measured
 */
record HttpResult(Map<String, Map<Integer, Figures>> figures, Optional<Start> start, Optional<Growth> growth) {
    /**
     * How several apps count together.
     *
     * @param instances that count in one Redis
     * @param alone requests a second of one app under ten clients
     * @param together of all of them under the same clients
     */
    record Growth(int instances, double alone, double together) {}

    /** Whether both were measured. */
    boolean has(String one, String other) {
        return figures.containsKey(one) && figures.containsKey(other);
    }

    /** How many times faster one is than the other. */
    double ratio(String one, String other, int connections) {
        return figures.get(one).get(connections).perSecond()
                / figures.get(other).get(connections).perSecond();
    }
}
