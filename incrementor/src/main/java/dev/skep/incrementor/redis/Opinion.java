package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.settings.HostPort;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sentinel says when it is asked who the primary is. */
sealed interface Opinion {
    /** This one. */
    record Names(HostPort primary) implements Opinion {}

    /** Nothing of use. */
    record Silent(RedisFailure why) implements Opinion {}

    /** Why it is of no use, if it is not. */
    default List<RedisFailure> whySilent() {
        return switch (this) {
            case Names(var primary) -> List.of();
            case Silent(var why) -> List.of(why);
        };
    }

    /** Those that are named, by most first: while a failover is being made known, not all name the same. */
    static List<HostPort> byVotes(Collection<Opinion> opinions) {
        return votes(opinions).entrySet().stream()
                .sorted(Map.Entry.<HostPort, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether more than half of so many sentinels name the same. */
    static boolean agreed(Collection<Opinion> opinions, int sentinels) {
        return votes(opinions).values().stream().anyMatch(votes -> votes > sentinels / 2);
    }

    /** Whether more than half of so many sentinels name somebody. */
    static boolean heard(Collection<Opinion> opinions, int sentinels) {
        return votes(opinions).values().stream().mapToInt(Integer::intValue).sum() > sentinels / 2;
    }

    private static Map<HostPort, Integer> votes(Collection<Opinion> opinions) {
        var votes = new LinkedHashMap<HostPort, Integer>();
        for (var opinion : opinions) {
            switch (opinion) {
                case Names(var primary) -> votes.merge(primary, 1, Integer::sum);
                case Silent(var why) -> {}
            }
        }
        return votes;
    }
}
