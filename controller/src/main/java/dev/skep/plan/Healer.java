package dev.skep.plan;

import dev.skep.desired.topology.Member;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * From how a group is to what would make it healthy. Sentinel fails over by itself and is let do so; this does what it
 * cannot: the first primary, the one after a loss of all, members and sentinels that come with other addresses, and what
 * is remembered of those that are gone. Pure, one small stage at a time: the next look decides what comes next.
 */
public final class Healer {
    /** Longer than a restart takes; then it may be a member that never comes back. */
    static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    /** What is mended by it, or has nothing to do with it. */
    private static final Set<Health> WHILE_FORGETTING =
            EnumSet.of(Health.NO_STALE_ENTRY, Health.ALL_PERSIST, Health.ALL_AS_WANTED);

    /** What does not hold while some are away. */
    private static final Set<Health> AWAY =
            EnumSet.of(Health.ALL_WATCH_IT, Health.ALL_MEMBERS_ANSWER, Health.SENTINELS_KNOW_EACH_OTHER);

    private final Watched wanted;
    private final ObservedGroup group;

    private Healer(Watched wanted, ObservedGroup group) {
        this.wanted = wanted;
        this.group = group;
    }

    /** What to say to whom now; empty: nothing, be it that all is well or that Sentinel is at work. */
    public static List<HealStep> heal(Watched wanted, ObservedGroup group) {
        return new Healer(wanted, group).heal();
    }

    private List<HealStep> heal() {
        var failingOver = group.watching().stream()
                .anyMatch(s -> s.watches().orElseThrow().failingOver());
        if (failingOver || group.sentinels().size() < wanted.majority()) {
            return List.of(); // whoever acted now could contradict sentinels that cannot be asked
        }
        var settings = settings();
        return settings.isEmpty() ? truePrimary().map(this::gather).orElseGet(this::withoutPrimary) : settings;
    }

    /** What a change of mode that was cut, or a restart, left as it was. */
    private List<HealStep> settings() {
        var confirm = group.members().stream()
                .filter(m -> !m.fenced())
                .<HealStep>map(m -> new HealStep.Confirm(m.endpoint(), 1, "the sentinels elect"));
        var agree = group.watching().stream()
                .filter(s -> !s.wants(wanted.quorum()))
                .<HealStep>map(s -> new HealStep.Agree(
                        s.endpoint(), wanted.name(), wanted.quorum(), "every app task waits for a second copy"));
        return Stream.concat(confirm, agree).toList();
    }

    /** The primary that most sentinels agree on; where so many do not say, one that nobody disputes. */
    private Optional<ObservedMember> truePrimary() {
        return group.primaries().stream()
                .filter(p -> watchers(p) >= wanted.majority())
                .findFirst()
                .or(() -> group.primaries().stream().filter(this::undisputed).findFirst());
    }

    private long watchers(ObservedMember primary) {
        return group.sentinels().stream()
                .filter(s -> s.watches(primary.endpoint().address()))
                .count();
    }

    /**
     * Few sentinels may remember an old primary, cut off with it, while those that elected another restarted and forgot.
     * Whoever followed it then would forget what was counted since.
     */
    private boolean undisputed(ObservedMember primary) {
        var copied = group.members().stream().anyMatch(m -> !m.equals(primary) && follows(m, primary));
        return watchers(primary) == group.watching().size()
                && (copied || seenEnough())
                && group.whoKnowsMoreThan(primary).isEmpty();
    }

    private static boolean follows(ObservedMember member, ObservedMember primary) {
        return member.follows(primary.endpoint().address());
    }

    /**
     * Whether those that answer hold, together, all that was ever answered. What a member confirmed it holds in its memory; on
     * its disk this may be missing, while it writes its file anew after it copied another (docs/decisions/0020). So
     * whoever has restarted waits a while for the missing.
     */
    private boolean seenEnough() {
        return seenEnough(wanted, group);
    }

    /** Of the members of a group that sentinels are to watch. */
    static boolean seenEnough(Watched wanted, ObservedGroup group) {
        return group.members().size() >= wanted.members().size()
                || (group.members().size() >= wanted.enough()
                        && group.members().stream()
                                .flatMap(m -> m.recalls().stream())
                                .allMatch(since -> since.compareTo(LONG_ENOUGH) >= 0));
    }

    /** All follow the primary, and all watch it; when that is calm, one sentinel forgets who is gone. */
    private List<HealStep> gather(ObservedMember primary) {
        var address = primary.endpoint().address();
        var follow = group.members().stream()
                .filter(m -> !m.equals(primary))
                .filter(m -> !m.following().equals(Optional.of(address)))
                .<HealStep>map(m -> new HealStep.Follow(
                        m.endpoint(), primary.endpoint(), m.primary() ? "there is another primary" : "it does not"));
        var watch = group.sentinels().stream()
                .filter(s -> !s.watches(address))
                .<HealStep>map(s -> new HealStep.Monitor(s.endpoint(), primary.endpoint(), wanted, "it does not"));
        var steps = Stream.concat(follow, watch).toList();
        if (!steps.isEmpty()) {
            return steps;
        }
        return calm()
                ? forget(primary, s -> Health.stale(s, group))
                : calmButForTheAway() ? forget(primary, s -> Health.countsWhoIsGone(s, wanted)) : List.of();
    }

    private boolean calm() {
        return failing().allMatch(h -> h == Health.SENTINELS_KNOW_EACH_OTHER && knowEnough());
    }

    private Stream<Health> failing() {
        return Health.failing(wanted, group).stream().filter(h -> !WHILE_FORGETTING.contains(h));
    }

    /**
     * Some are away, as on a drained node, and all others are calm: a majority that is counted over somebody whose service is gone may
     * be one too many until they are back. Whoever forgets forgets those that are away as well, who come back with other addresses; so
     * it must not be able to elect without one of any majority of theirs.
     */
    private boolean calmButForTheAway() {
        int known = group.sentinels().stream().mapToInt(Health::known).max().orElse(0);
        int elect = Math.max(wanted.quorum(), majorityOf(group.sentinels().size()));
        return elect + majorityOf(known) > known
                && failing().allMatch(AWAY::contains)
                && group.sentinels().stream().allMatch(this::knowsThoseThatAnswer);
    }

    private static int majorityOf(int sentinels) {
        return sentinels / 2 + 1;
    }

    private boolean knowsThoseThatAnswer(ObservedSentinel sentinel) {
        return sentinel.watches()
                .filter(b -> b.quorate() || Health.countsWhoIsGone(sentinel, wanted))
                .filter(b -> b.sentinels().containsAll(Health.otherSentinels(group, sentinel)))
                .isPresent();
    }

    /** While one sentinel learns again, no other may forget. */
    private boolean knowEnough() {
        return group.sentinels().stream().allMatch(s -> s.watches()
                .filter(b -> b.quorate()
                        && b.sentinels().size() >= wanted.sentinels().size() - 1)
                .isPresent());
    }

    private List<HealStep> forget(ObservedMember primary, Predicate<ObservedSentinel> who) {
        return group.sentinels().stream()
                .filter(who)
                .findFirst()
                .<HealStep>map(s -> new HealStep.Monitor(
                        s.endpoint(), primary.endpoint(), wanted, "it remembers somebody who is gone"))
                .stream()
                .toList();
    }

    /** Sentinel elects where it can. Where it cannot it must let go first, so that nobody else elects meanwhile. */
    private List<HealStep> withoutPrimary() {
        if (!seenEnough() || group.watching().stream().anyMatch(this::canElect)) {
            return List.of();
        }
        if (!group.watching().isEmpty()) {
            return group.watching().stream()
                    .<HealStep>map(s -> new HealStep.Unwatch(
                            s.endpoint(), wanted, "the primary is gone, and nobody whom it knows can take over"))
                    .toList();
        }
        return group.members().stream()
                .max(Comparator.comparing(ObservedMember::data)
                        .thenComparing(ObservedMember::service, Member.IN_ORDER.reversed()))
                .<HealStep>map(
                        m -> new HealStep.Promote(m.endpoint(), "nobody is primary, and its data are the newest"))
                .stream()
                .toList();
    }

    /** One that believes the primary to be there may see what the controller does not, unless this sees that primary, too. */
    private boolean canElect(ObservedSentinel sentinel) {
        return sentinel.watches()
                .filter(b -> (!b.down() && !disputed(b.primary()))
                        || (b.quorate() && !b.replicasUp().isEmpty()))
                .isPresent();
    }

    private boolean disputed(String address) {
        return group.primaries().stream().anyMatch(p -> p.endpoint().address().equals(address));
    }
}
