package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What healthy means for a group that sentinels watch, each line of it by name. */
public enum Health {
    /** The group has exactly one primary. */
    ONE_PRIMARY(
            "exactly one member is the primary",
            "the sentinels elect one; where they cannot, the member that knows most is promoted, once all have answered, or"
                    + " those that restarted have waited a minute for the missing") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.primaries().size() == 1;
        }
    },
    /** Every other member follows it directly, with a link that is up. */
    ALL_FOLLOW_IT(
            "every other member follows it", "who follows another is told whom to follow; who copies is waited for") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.primary()
                    .filter(primary -> others(group, primary)
                            .allMatch(m -> m.follows(primary.endpoint().address())))
                    .isPresent();
        }
    },
    /** What they lack of it is little: less than what a primary writes in seconds. */
    NONE_LAGS(
            "no member lacks more than 16 MiB of what the primary wrote",
            "it copies; where that never ends, its node or the network there is too slow") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.members().stream().allMatch(m -> group.lagOf(m) < MOST_LAG_BYTES);
        }
    },
    /** Every sentinel watches that primary. */
    ALL_WATCH_IT("every sentinel watches it", "who watches another, or nothing, is told") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.primary()
                    .filter(primary -> group.sentinels().size()
                                    == wanted.sentinels().size()
                            && group.sentinels().stream()
                                    .allMatch(s -> s.watches(primary.endpoint().address())))
                    .isPresent();
        }
    },
    /** Every sentinel knows all the others, and that they are enough. */
    SENTINELS_KNOW_EACH_OTHER("the sentinels know each other", "they learn it by themselves") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.sentinels().stream().allMatch(s -> s.watches()
                    .filter(b -> b.quorate() && b.sentinels().equals(otherSentinels(group, s)))
                    .isPresent());
        }
    },
    /** Each that watches elects, and by the quorum that is asked for: while the mode is changed they elect nobody. */
    SENTINELS_MAY_ELECT(
            "the sentinels may elect",
            "they are let do so once every app task waits for a copy; who wants another quorum than is asked for is told") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.watching().stream().allMatch(s -> s.wants(wanted.quorum()));
        }
    },
    /** No sentinel remembers a member that is gone. */
    NO_STALE_ENTRY(
            "no sentinel remembers somebody who is gone", "in calm, one sentinel at a time forgets and learns anew") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.watching().stream().noneMatch(s -> stale(s, group));
        }
    },
    /** All members that are wanted answer. */
    ALL_MEMBERS_ANSWER("all members answer", "Swarm starts them again") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.members().size() == wanted.members().size();
        }
    },
    /** Each runs the image and the configuration that the manifest asks for. */
    ALL_AS_WANTED("each runs the image and the configuration that are wanted", "one after the other is replaced") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.outdated().isEmpty();
        }
    },
    /** What is counted reaches the disk, where it is to. */
    ALL_PERSIST(
            "what is counted reaches the disk",
            "nothing: see to the disk of the members' nodes, and to the members' logs") {
        @Override
        boolean holds(Watched wanted, ObservedGroup group) {
            return group.members().stream().allMatch(ObservedMember::persists);
        }
    };

    /** Far more than what is under way between two that keep up, also where they were not asked at the same moment. */
    private static final long MOST_LAG_BYTES = 16L << 20;

    private final String words;
    private final String doing;

    Health(String words, String doing) {
        this.words = words;
        this.doing = doing;
    }

    /** For programs: {@code OnePrimary}. */
    public String word() {
        return Stream.of(name().split("_", -1))
                .map(w -> w.charAt(0) + w.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** What is being done where it does not hold. */
    String doing() {
        return doing;
    }

    /** The line, for people. */
    public String words() {
        return words;
    }

    abstract boolean holds(Watched wanted, ObservedGroup group);

    /** The lines that do not hold, in the order in which they are healed. */
    public static List<Health> failing(Watched wanted, ObservedGroup group) {
        return Stream.of(values()).filter(h -> !h.holds(wanted, group)).toList();
    }

    /** Whether nothing is to be said to a Redis or a sentinel for it: a rollout brings it about. */
    public boolean comesByRollout() {
        return this == ALL_AS_WANTED;
    }

    /** Whether a sentinel remembers an address that no member or sentinel has now. */
    static boolean stale(ObservedSentinel sentinel, ObservedGroup group) {
        var members = group.members().stream().map(m -> m.endpoint().address()).collect(Collectors.toSet());
        return sentinel.watches()
                .filter(b -> !members.containsAll(b.replicas())
                        || !otherSentinels(group, sentinel).containsAll(b.sentinels()))
                .isPresent();
    }

    /** Whether it counts somebody among its majority whose service is gone: it knows more than there are of them. */
    static boolean countsWhoIsGone(ObservedSentinel sentinel, Watched wanted) {
        return known(sentinel) > wanted.sentinels().size();
    }

    /** So many sentinels it knows, with itself. */
    static int known(ObservedSentinel sentinel) {
        return 1 + sentinel.watches().map(b -> b.sentinels().size()).orElse(0);
    }

    private static Stream<ObservedMember> others(ObservedGroup group, ObservedMember primary) {
        return group.members().stream().filter(m -> !m.equals(primary));
    }

    /** The addresses of all others that answer. */
    static Set<String> otherSentinels(ObservedGroup group, ObservedSentinel sentinel) {
        return group.sentinels().stream()
                .filter(s -> !s.equals(sentinel))
                .map(s -> s.endpoint().address())
                .collect(Collectors.toSet());
    }
}
