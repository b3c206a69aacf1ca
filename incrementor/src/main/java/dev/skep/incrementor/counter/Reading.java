package dev.skep.incrementor.counter;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a group says that a sum needs, all of it as of one moment (docs/decisions/0028).
 *
 * @param count empty: what is in its place is no number
 * @param birth which run of its counter it is; empty: nobody has said
 * @param listed whom a sum consists of, and which run of each, as this group was told; empty: it was not
 * @param took the runs of others whose amount is in this count
 */
public record Reading(OptionalLong count, Optional<String> birth, Map<String, String> listed, Set<String> took) {
    static final String NO_NUMBER = "the key \"counter\" holds no number";

    public Reading {
        listed = Map.copyOf(listed);
        took = Set.copyOf(took);
    }
}
