package dev.skep.observed;

import java.util.List;
import java.util.Optional;

/**
 * A group and its sentinels as they said they were, one after the other: a change in between shows as a contradiction, and
 * the next look decides.
 *
 * @param members those that answered
 * @param sentinels those that answered
 * @param outdated the services of both whose task is not the one that is wanted now, by its image or configuration
 */
public record ObservedGroup(List<ObservedMember> members, List<ObservedSentinel> sentinels, List<String> outdated) {
    /** The members that take writes. */
    public List<ObservedMember> primaries() {
        return members.stream().filter(ObservedMember::primary).toList();
    }

    /** The one primary, where there is exactly one. */
    public Optional<ObservedMember> primary() {
        return primaries().size() == 1 ? Optional.of(primaries().getFirst()) : Optional.empty();
    }

    /** Whether it is the only primary, and would be again if it started now. */
    public boolean leads(String service) {
        return primary()
                .filter(p -> p.service().equals(service) && !p.fenced() && p.settled() && p.leadsByItself())
                .isPresent();
    }

    /** The members that follow it, with a link that is up. */
    public List<ObservedMember> following(Endpoint primary) {
        return members.stream().filter(m -> m.follows(primary.address())).toList();
    }

    /** One that does not follow this primary, and knows of something that it does not: if it followed, that would be forgotten. */
    public Optional<ObservedMember> whoKnowsMoreThan(ObservedMember primary) {
        return members.stream()
                .filter(m -> !m.equals(primary) && !m.follows(primary.endpoint().address()))
                .filter(m -> m.data().knowsMoreThan(primary.data()))
                .findFirst();
    }

    /** How many bytes of what the primary wrote a member lacks; 0 where no primary is known. */
    public long lagOf(ObservedMember member) {
        return primary().map(p -> p.data().offset() - member.data().offset()).orElse(0L);
    }

    /** The same, where what runs is to run on although something else is asked for. */
    public ObservedGroup asItRuns() {
        return new ObservedGroup(members, sentinels, List.of());
    }

    /** The sentinels that watch something. */
    public List<ObservedSentinel> watching() {
        return sentinels.stream().filter(s -> s.watches().isPresent()).toList();
    }
}
