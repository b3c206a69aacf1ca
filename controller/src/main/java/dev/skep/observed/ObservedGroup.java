package dev.skep.observed;

import java.util.List;
import java.util.Optional;

/**
 * A group and its sentinels as they said they were, one after the other: a change in between shows as a contradiction, and
 * the next look decides.
 *
 * @param members those that answered
 * @param sentinels those that answered
 */
public record ObservedGroup(List<ObservedMember> members, List<ObservedSentinel> sentinels) {
    /** The members that take writes. */
    public List<ObservedMember> primaries() {
        return members.stream().filter(ObservedMember::primary).toList();
    }

    /** The one primary, where there is exactly one. */
    public Optional<ObservedMember> primary() {
        return primaries().size() == 1 ? Optional.of(primaries().getFirst()) : Optional.empty();
    }

    /** The sentinels that watch something. */
    public List<ObservedSentinel> watching() {
        return sentinels.stream().filter(s -> s.watches().isPresent()).toList();
    }
}
