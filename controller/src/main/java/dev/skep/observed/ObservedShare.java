package dev.skep.observed;

import java.util.Optional;
import java.util.Set;

/**
 * What a Redis holds of what a sum needs besides counts (docs/decisions/0028).
 *
 * @param run which run of its counter it is; empty: nobody has said
 * @param listed whom a sum consists of; empty: nobody has said
 * @param took the runs of others whose amount is in its counter
 */
public record ObservedShare(Endpoint endpoint, Optional<Run> run, Optional<Listed> listed, Set<String> took) {
    /** Its service. */
    public String service() {
        return endpoint.service();
    }
}
