package dev.skep.bench.http;

import java.util.Map;

/**
 * What was measured, as medians of the rounds.
 *
 * @param figures by server, and by connections
 * @param instances of the app that counted together
 * @param alone requests a second of one app under ten clients
 * @param together of all of them under the same clients
 */
record HttpResult(Map<String, Map<Integer, Figures>> figures, int instances, double alone, double together) {
    /** How many times faster one is than the other. */
    double ratio(String one, String other, int connections) {
        return figures.get(one).get(connections).perSecond()
                / figures.get(other).get(connections).perSecond();
    }
}
