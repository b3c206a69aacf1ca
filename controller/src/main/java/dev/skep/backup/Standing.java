package dev.skep.backup;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel.Belief;
import java.util.Optional;
import java.util.stream.Stream;

/** Which primary of a count that several hold copies of may be believed. */
public final class Standing {
    private Standing() {}

    /**
     * The one that leads by its own data: nobody may replace it. But not where a sentinel that is heard may elect, or one that
     * does not follow it knows more: then a person is to decide.
     */
    public static Optional<Endpoint> byItself(ObservedGroup group) {
        return group.primary()
                .filter(p -> p.settled() && p.leadsByItself())
                .filter(_ -> group.watching().stream().allMatch(s -> s.wants(Watched.NEVER)))
                .filter(p -> group.whoKnowsMoreThan(p).isEmpty())
                .map(ObservedMember::endpoint);
    }

    /** The one that answers, if most of all sentinels name it and do not take it for down, and none is making another the primary. */
    public static Optional<Endpoint> primary(Watched wanted, ObservedGroup group) {
        return group.primary()
                .map(ObservedMember::endpoint)
                .filter(_ -> beliefs(group).noneMatch(Belief::failingOver))
                .filter(primary -> beliefs(group)
                                .filter(b -> b.primary().equals(primary.address()) && !b.down())
                                .count()
                        >= wanted.majority());
    }

    /**
     * Whether it is that one, and none that is heard names another or takes it for down: so where not all copies have confirmed,
     * nobody was about to replace it then (docs/decisions/0022).
     */
    public static boolean undisputed(Watched wanted, ObservedGroup group, Endpoint primary) {
        return primary(wanted, group).equals(Optional.of(primary))
                && beliefs(group).allMatch(b -> b.primary().equals(primary.address()) && !b.down());
    }

    private static Stream<Belief> beliefs(ObservedGroup group) {
        return group.watching().stream().map(s -> s.watches().orElseThrow());
    }
}
