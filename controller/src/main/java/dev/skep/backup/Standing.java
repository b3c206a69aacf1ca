package dev.skep.backup;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedGroup;
import java.util.Optional;

/** Which primary of a group that sentinels watch may be believed. */
public final class Standing {
    private Standing() {}

    /**
     * The one primary that answers, as long as most of all sentinels name it and do not take it for down, and none is making
     * another the primary (docs/decisions/0022).
     */
    public static Optional<Endpoint> primary(Watched wanted, ObservedGroup group) {
        var replacing = group.watching().stream()
                .anyMatch(s -> s.watches().orElseThrow().failingOver());
        return group.primary()
                .map(p -> p.endpoint())
                .filter(p -> !replacing && watchers(group, p) >= wanted.majority());
    }

    private static long watchers(ObservedGroup group, Endpoint primary) {
        return group.sentinels().stream()
                .filter(s -> s.watches(primary.address())
                        && !s.watches().orElseThrow().down())
                .count();
    }
}
