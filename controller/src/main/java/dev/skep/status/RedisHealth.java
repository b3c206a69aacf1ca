package dev.skep.status;

import dev.skep.observed.GroupReport.Line;
import dev.skep.status.Condition.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether Redis is well: the one place that decides it. It goes by Swarm's word, that is by the health checks of the
 * tasks, which ask each Redis whether it answers; and by what the controller saw of what the swarm does not know.
 */
record RedisHealth(State state, Reason reason, String message, Optional<Instant> since) {
    static RedisHealth of(List<ServiceStatus> services, List<Line> failing) {
        var members =
                services.stream().filter(s -> s.component().equals("redis")).toList();
        if (members.isEmpty()) {
            return new RedisHealth(State.UNKNOWN, Reason.NO_REDIS, "there is no Redis", Optional.empty());
        }
        if (!failing.isEmpty()) {
            return ailing(failing);
        }
        var down = members.stream().filter(m -> m.running() + m.old() == 0).toList();
        if (down.isEmpty()) {
            return new RedisHealth(State.TRUE, Reason.ALL_MEMBERS_RUN, running(members.size()), latest(members));
        }
        var message = down.stream().flatMap(m -> m.complaint().stream()).collect(Collectors.joining("; "));
        var since = down.stream()
                .flatMap(m -> m.trouble().stream())
                .map(Trouble::since)
                .min(Comparator.naturalOrder());
        return new RedisHealth(State.FALSE, Reason.MEMBERS_DOWN, message, since);
    }

    private static RedisHealth ailing(List<Line> failing) {
        var since = failing.stream().map(Line::sinceAt).min(Comparator.naturalOrder());
        var message = failing.stream().map(RedisHealth::words).collect(Collectors.joining("; "));
        return new RedisHealth(State.FALSE, Reason.GROUP_UNHEALTHY, message, since);
    }

    /** A line that does not hold, and what is being done for it. */
    static String words(Line line) {
        return "not so: %s (%s)".formatted(line.words(), line.doing());
    }

    private static String running(int members) {
        return members == 1 ? "Redis runs and is healthy" : "all " + members + " Redis run and are healthy";
    }

    private static Optional<Instant> latest(List<ServiceStatus> members) {
        return members.stream().flatMap(m -> m.lastStart().stream()).max(Comparator.naturalOrder());
    }
}
