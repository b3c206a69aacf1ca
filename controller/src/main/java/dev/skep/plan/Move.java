package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Observed;
import java.util.Optional;

/**
 * Where the count goes before its primary is restarted, or goes, in a group whose sentinels elect (docs/decisions/0027).
 *
 * @param from the service of the primary
 * @param to the service of another member
 */
record Move(String from, String to) {
    /** For those who reach no Redis: as the controller told of the group last. */
    static Optional<Move> reported(Watched watched, Desired desired, Observed observed) {
        return GroupReport.of(desired.name(), observed)
                .map(GroupReport::primary)
                .filter(watched.members()::contains)
                .flatMap(from -> watched.members().stream()
                        .filter(m -> !m.equals(from) && !desired.leaving().contains(m))
                        .findFirst()
                        .map(to -> new Move(from, to)));
    }

    /** For people. */
    String words() {
        return "the count moves from %s to %s; writes wait some tenths of a second".formatted(from, to);
    }
}
