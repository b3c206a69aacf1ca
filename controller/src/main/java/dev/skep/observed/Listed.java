package dev.skep.observed;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whom a sum consists of, as a group's Redis holds it (docs/decisions/0028).
 *
 * @param number grows with each change
 * @param births which run of each, by its address
 */
public record Listed(long number, SortedMap<String, String> births) {
    public Listed {
        births = Collections.unmodifiableSortedMap(new TreeMap<>(births));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static Listed parse(String text) {
        var colon = text.indexOf(':');
        var births = new TreeMap<String, String>();
        for (var entry : text.substring(colon + 1).split(" ", -1)) {
            var fields = entry.split(",", -1);
            if (colon < 0 || fields.length < 2) {
                throw new IllegalArgumentException("\"" + text + "\" lists no groups");
            }
            births.put(fields[0], fields[1]);
        }
        return new Listed(Long.parseLong(text.substring(0, colon)), births);
    }

    /** As Redis holds it. */
    public String text() {
        return number + ":" + entries();
    }

    /** Without its number. */
    public String entries() {
        return births.entrySet().stream()
                .map(Map.Entry::toString)
                .map(entry -> entry.replace('=', ','))
                .collect(Collectors.joining(" "));
    }
}
